-- Rollback journal: a store at rest is one file.
PRAGMA journal_mode = DELETE
