-- When a path was last read, by a reading that counts or is let in again. ?1 source, ?2 path. One row; NULL: never.
SELECT max(event) FROM file
 WHERE source = ?1 AND path = ?2 AND (revoked IS NULL OR again = 1)
