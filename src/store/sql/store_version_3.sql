-- Ends migration 3.
PRAGMA user_version = 3
