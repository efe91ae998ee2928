-- Schema of the outbox.
PRAGMA user_version = 1
