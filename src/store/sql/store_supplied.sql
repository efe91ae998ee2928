-- ?1 kind. Column: a field that some file supplied.
SELECT field FROM supplied WHERE kind = ?1 ORDER BY field
