-- Readings of files known at a snapshot. ?1 event. In order of import.
SELECT file, event, source, kind, name, encoding, dialect, path, sha256, bytes,
       read, fresh, updated, unchanged, withdrawn, rejected, corrected, skipped,
       first, last, covers_from, covers_until,
       ended IS NOT NULL AND ended <= ?1, covered IS NOT NULL AND covered <= ?1,
       revoked IS NOT NULL AND revoked <= ?1, rules
  FROM file
 WHERE event <= ?1
 ORDER BY file
