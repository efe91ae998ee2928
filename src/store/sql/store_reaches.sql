-- The one value: how many files of a source have records between two moments, at most.
-- ?1 source ?2 from ?3 until
SELECT count(*) FROM file WHERE source = ?1 AND first < ?3 AND last >= ?2
