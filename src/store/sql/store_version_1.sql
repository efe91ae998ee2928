-- Ends migration 1.
PRAGMA user_version = 1
