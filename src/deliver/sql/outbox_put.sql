-- A mail that waits, unless there is one. ?1 job ?2 period ?3 edition ?4 recipient ?5 revision
-- ?6 time
INSERT INTO mail VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', 0, ?6, '', 0, '', '')
ON CONFLICT DO NOTHING
