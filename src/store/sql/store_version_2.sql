-- Ends migration 2.
PRAGMA user_version = 2
