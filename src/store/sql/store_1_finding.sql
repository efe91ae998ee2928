-- Migration 1. What ingest said about rows and fields of a file.
CREATE TABLE finding (
  file INT NOT NULL,
  line INT NOT NULL,
  code TEXT NOT NULL,
  field TEXT,
  raw TEXT NOT NULL
) STRICT
