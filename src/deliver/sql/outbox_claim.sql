-- The mail is taken for sending where it may be: nobody sends it, nothing speaks against it.
-- ?1 job ?2 period ?3 edition ?4 recipient ?5 time ?6 most tries
UPDATE mail SET state = 'sending', tries = tries + 1, at = ?5
WHERE job = ?1 AND period = ?2 AND edition = ?3 AND recipient = ?4
  AND state IN ('waiting', 'failed') AND tries < ?6
