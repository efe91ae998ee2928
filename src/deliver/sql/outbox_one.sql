-- The one row: the mail of a recipient. ?1 job ?2 period ?3 edition ?4 recipient
SELECT period, edition, recipient, revision, state, tries, at, files, bytes, message_id, reply
FROM mail WHERE job = ?1 AND period = ?2 AND edition = ?3 AND recipient = ?4
