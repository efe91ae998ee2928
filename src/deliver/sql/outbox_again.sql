-- A mail is let go once more, whatever became of it. ?1 job ?2 period ?3 edition ?4 recipient
-- ?5 time
UPDATE mail SET state = 'waiting', tries = 0, at = ?5, reply = ''
WHERE job = ?1 AND period = ?2 AND edition = ?3 AND recipient = ?4
