-- Is a file as if it had never been? ?1 file, ?2 digest and ?3 source of the bytes whose
-- earlier readings do not count. One row if so.
SELECT 1
  FROM file
 WHERE file = ?1 AND (revoked IS NOT NULL OR (sha256 = ?2 AND source = ?3))
