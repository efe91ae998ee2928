-- A file about to be read. ?1 event, ?2 source, ?3 kind, ?4 path, ?5 name, ?6 digest,
-- ?7 rules, ?8 bytes, ?9 encoding, ?10 dialect.
INSERT INTO file (event, source, kind, path, name, sha256, rules, bytes, encoding, dialect)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
