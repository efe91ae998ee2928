-- Reads in order, of which only the inner pages are met again: 4 MB of pages are enough.
PRAGMA cache_size = -4096
