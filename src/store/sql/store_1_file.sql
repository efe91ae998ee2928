-- Migration 1. One row a reading of a file. ended: the event that read the same bytes
-- again under other rules; covered: the event that brought every row of it again (its
-- findings are history from then on); revoked: the event that withdrew it; again: not
-- to be taken as already imported.
CREATE TABLE file (
  file INTEGER PRIMARY KEY,
  event INT NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  rules BLOB NOT NULL, -- digest of mapping, kind and rules
  bytes INT NOT NULL,
  encoding TEXT,
  dialect TEXT,
  first INT, -- of the records' event
  last INT,
  covers_from INT,
  covers_until INT,
  read INT NOT NULL DEFAULT 0,
  fresh INT NOT NULL DEFAULT 0,
  updated INT NOT NULL DEFAULT 0,
  unchanged INT NOT NULL DEFAULT 0,
  withdrawn INT NOT NULL DEFAULT 0,
  rejected INT NOT NULL DEFAULT 0,
  corrected INT NOT NULL DEFAULT 0,
  skipped INT NOT NULL DEFAULT 0,
  ended INT,
  covered INT,
  revoked INT,
  again INT NOT NULL DEFAULT 0
) STRICT
