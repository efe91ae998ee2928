-- Was the newest reading of these bytes withdrawn, and not let in again? ?1 digest,
-- ?2 source. One row if so.
SELECT 1
  FROM file f
 WHERE f.sha256 = ?1 AND f.source = ?2 AND f.revoked IS NOT NULL AND f.again = 0
   AND f.file = (SELECT max(g.file) FROM file g WHERE g.sha256 = ?1 AND g.source = ?2)
