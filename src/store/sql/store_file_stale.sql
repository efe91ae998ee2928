-- Readings of a file's source under other rules than its own, of other bytes, that no
-- reading of theirs has taken the place of. ?1 file. Column: file.
SELECT o.file FROM file n
  JOIN file o ON o.source = n.source AND o.rules <> n.rules AND o.sha256 <> n.sha256
 WHERE n.file = ?1 AND o.ended IS NULL AND o.revoked IS NULL
 ORDER BY o.file
