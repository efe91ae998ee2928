-- ?1 event, ?2 digest: as if never imported.
UPDATE file SET revoked = ?1 WHERE sha256 = ?2 AND revoked IS NULL
