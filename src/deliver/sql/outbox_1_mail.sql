-- One mail: an edition for a recipient. An edition is its identity; its revision and state are
-- for people. `at` is when the state was reached, UTC seconds.
CREATE TABLE mail (
  job TEXT NOT NULL,
  period TEXT NOT NULL,
  edition TEXT NOT NULL,
  recipient TEXT NOT NULL,
  revision INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('waiting', 'sending', 'data', 'sent', 'refused', 'failed', 'unknown')),
  tries INTEGER NOT NULL,
  at INTEGER NOT NULL,
  files TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  reply TEXT NOT NULL,
  PRIMARY KEY (job, period, edition, recipient)
) STRICT
