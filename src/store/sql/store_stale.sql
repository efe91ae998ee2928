-- Readings of a source that no reading under today's rules has taken the place of.
-- ?1 source, ?2 rules. Columns: file, kind, name, whether it must be read again in any
-- case, whether it repeated rows.
SELECT file, kind, name, again, unchanged > 0
  FROM file
 WHERE source = ?1 AND (rules <> ?2 OR again = 1)
   AND ended IS NULL AND covered IS NULL AND revoked IS NULL
 ORDER BY file
