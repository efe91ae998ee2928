-- Readings of a source that no reading under today's rules has taken the place of, and
-- those that a later one at their path took the place of although they had repeated rows
-- which a withdrawal has taken out since, or that had rows brought back since, as the source
-- is a snapshot no more. ?1 source, ?2 rules. Columns: file, kind, name,
-- whether it must be read again in any case, whether it repeated rows, whether it was
-- replaced.
SELECT file, kind, name, again, unchanged > 0, covered IS NOT NULL
  FROM file
 WHERE source = ?1 AND ended IS NULL AND revoked IS NULL
   AND (rules <> ?2 OR again = 1)
 ORDER BY file
