-- What a mail about to be sent is made of. ?1 job ?2 period ?3 edition ?4 recipient ?5 files
-- ?6 bytes ?7 message id
UPDATE mail SET files = ?5, bytes = ?6, message_id = ?7
WHERE job = ?1 AND period = ?2 AND edition = ?3 AND recipient = ?4
