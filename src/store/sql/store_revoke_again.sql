-- Later files of a kind are to be read again, because rows that they repeated unchanged
-- are not kept under their name. ?1 kind, ?2 event of the withdrawn file.
UPDATE file
   SET again = 1
 WHERE kind = ?1 AND event > ?2 AND revoked IS NULL AND ended IS NULL
   AND EXISTS (SELECT 1
                 FROM file g
                WHERE g.kind = ?1 AND g.event > ?2 AND g.unchanged > 0
                  AND g.revoked IS NULL)
