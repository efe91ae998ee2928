-- ?1 kind, ?2 key.
INSERT INTO kind (kind, key) VALUES (?1, ?2)
