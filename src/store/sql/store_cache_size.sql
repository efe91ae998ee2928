-- Page cache, KiB when negative.
PRAGMA cache_size = -8192
