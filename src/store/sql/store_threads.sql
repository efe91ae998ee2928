-- A sort, as for an index, may use the other core.
PRAGMA threads = 1
