-- ?1 kind. Column: its key.
SELECT key FROM kind WHERE kind = ?1
