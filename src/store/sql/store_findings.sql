-- Findings that count at a snapshot. ?1 event. Columns: source, file name, code, field,
-- raw, line; by file, then line.
SELECT f.source, f.name, x.code, x.field, x.raw, x.line
  FROM finding x
  JOIN file f ON f.file = x.file
 WHERE f.event <= ?1
   AND (f.ended IS NULL OR f.ended > ?1)
   AND (f.covered IS NULL OR f.covered > ?1)
   AND (f.revoked IS NULL OR f.revoked > ?1)
 ORDER BY x.file, x.line, x.rowid
