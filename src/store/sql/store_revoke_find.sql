-- Readings of a digest that are not withdrawn yet. ?1 digest. Columns: file, event, kind.
SELECT file, event, kind FROM file WHERE sha256 = ?1 AND revoked IS NULL ORDER BY file
