-- Migration 2. The one job whose records the store keeps.
CREATE TABLE owner (
  job TEXT NOT NULL
) STRICT
