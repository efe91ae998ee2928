-- What became of a mail. ?1 job ?2 period ?3 edition ?4 recipient ?5 time ?6 state ?7 reply
-- ?8 tries that do not count
UPDATE mail SET state = ?6, at = ?5, reply = ?7, tries = tries - ?8
WHERE job = ?1 AND period = ?2 AND edition = ?3 AND recipient = ?4
