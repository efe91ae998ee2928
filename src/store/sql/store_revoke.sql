-- ?1 event, ?2 digest: as if never imported, and not to be imported unless let in again.
UPDATE file SET revoked = ?1, again = 0 WHERE sha256 = ?2 AND revoked IS NULL
