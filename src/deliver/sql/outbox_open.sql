-- 1 where a mail may still go out by itself, else 0. ?1 job ?2 period ?3 edition ?4 recipient
-- ?5 most tries
SELECT count(*) FROM mail
WHERE job = ?1 AND period = ?2 AND edition = ?3 AND recipient = ?4
  AND (state IN ('sending', 'data') OR (state IN ('waiting', 'failed') AND tries < ?5))
