-- Withdrawn readings of a digest no longer keep it out. ?1 digest.
UPDATE file SET again = 1 WHERE sha256 = ?1 AND revoked IS NOT NULL
