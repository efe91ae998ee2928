-- ?1 event, ?2 file: a later file brought all its rows again.
UPDATE file SET covered = ?1 WHERE file = ?2 AND covered IS NULL
