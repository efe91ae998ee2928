-- Migration 1. The key of each kind's table, as ids joined by a bar.
CREATE TABLE kind (
  kind TEXT PRIMARY KEY,
  key TEXT NOT NULL
) STRICT
