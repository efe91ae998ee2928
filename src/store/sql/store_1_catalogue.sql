-- Migration 1. Texts of catalogues and jobs by digest.
CREATE TABLE catalogue (
  sha256 BLOB PRIMARY KEY,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT
