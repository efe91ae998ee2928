-- What the operator was told, by the digest of its text, and when.
CREATE TABLE notice (
  digest TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT
