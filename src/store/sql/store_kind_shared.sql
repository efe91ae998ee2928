-- Has another source than ?2 brought rows of the kind ?1? One row if so.
SELECT 1
  FROM file
 WHERE kind = ?1 AND source <> ?2 AND revoked IS NULL
 LIMIT 1
