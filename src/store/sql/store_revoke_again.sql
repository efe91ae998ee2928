-- Later files of a kind are to be read again, because rows that they repeated unchanged
-- are not kept under their name: the first that did so, and those after it, whose rows
-- must stay on top. ?1 kind, ?2 event of the withdrawn file.
UPDATE file
   SET again = 1
 WHERE kind = ?1 AND revoked IS NULL AND ended IS NULL
   AND event >= (SELECT min(g.event)
                   FROM file g
                  WHERE g.kind = ?1 AND g.event > ?2 AND g.unchanged > 0
                    AND g.revoked IS NULL)
