-- Mails of a sender that has died: what was handed over may have arrived, the rest has not.
-- ?1 job ?2 what is said of it
UPDATE mail SET state = CASE state WHEN 'data' THEN 'unknown' ELSE 'failed' END, reply = ?2
WHERE job = ?1 AND state IN ('sending', 'data')
