-- ?1 kind, ?2 field.
INSERT OR IGNORE INTO supplied (kind, field) VALUES (?1, ?2)
