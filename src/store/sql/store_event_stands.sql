-- Was an event the reading of a file that still counts? ?1 event. One row if so.
SELECT 1 FROM file WHERE event = ?1 AND revoked IS NULL
