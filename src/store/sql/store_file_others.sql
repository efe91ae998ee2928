-- Earlier readings of a source that may have rows left. ?1 source, ?2 event, ?3 digest,
-- ?4 path. Columns: file, same bytes, same path, event.
SELECT file, sha256 = ?3, path = ?4, event
  FROM file
 WHERE source = ?1 AND event < ?2 AND revoked IS NULL
 ORDER BY file
