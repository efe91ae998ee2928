-- ?1 event, ?2 file: its bytes have been read again.
UPDATE file SET ended = ?1 WHERE file = ?2 AND ended IS NULL
