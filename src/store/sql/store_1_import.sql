-- Migration 1. One row an act on the records; events only ever grow, and a row of a
-- record kind is live for the snapshots since <= event < until.
CREATE TABLE import (
  event INTEGER PRIMARY KEY,
  act TEXT NOT NULL, -- load | withdraw
  source TEXT NOT NULL
) STRICT
