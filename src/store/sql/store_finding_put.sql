-- ?1 file, ?2 line, ?3 code, ?4 field or NULL, ?5 raw text.
INSERT INTO finding (file, line, code, field, raw) VALUES (?1, ?2, ?3, ?4, ?5)
