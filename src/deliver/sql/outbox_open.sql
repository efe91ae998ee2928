-- The number of mails of an edition that may still go out by themselves. ?1 job ?2 period
-- ?3 edition ?4 most tries
SELECT count(*) FROM mail
WHERE job = ?1 AND period = ?2 AND edition = ?3
  AND (state IN ('sending', 'data') OR (state IN ('waiting', 'failed') AND tries < ?4))
