-- What the reading of a file came to. ?1 file, ?2 read, ?3 fresh, ?4 updated,
-- ?5 unchanged, ?6 withdrawn, ?7 rejected, ?8 corrected, ?9 skipped, ?10 first, ?11 last,
-- ?12 covers_from, ?13 covers_until, ?14 dialect.
UPDATE file
   SET read = ?2, fresh = ?3, updated = ?4, unchanged = ?5, withdrawn = ?6, rejected = ?7,
       corrected = ?8, skipped = ?9, first = ?10, last = ?11, covers_from = ?12,
       covers_until = ?13, dialect = ?14
 WHERE file = ?1
