-- Migration 3. Fields that a file imported so far had a value's place for; of others no row
-- has any.
CREATE TABLE supplied (
  kind TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (kind, field)
) STRICT, WITHOUT ROWID
