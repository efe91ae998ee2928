-- Have these bytes been read under these rules, with no other content at the same path
-- since? ?1 digest, ?2 source, ?3 rules, ?4 path. One row if so.
SELECT 1
  FROM file f
 WHERE f.sha256 = ?1 AND f.source = ?2 AND f.rules = ?3
   AND f.ended IS NULL AND f.revoked IS NULL AND f.again = 0
   AND NOT EXISTS (SELECT 1
                     FROM file g
                    WHERE g.source = f.source AND g.path = ?4 AND f.path = ?4
                      AND g.event > f.event AND g.revoked IS NULL)
