-- While rows are looked up in an index that knows no order, it has to fit. KiB when negative.
PRAGMA cache_size = -32768
