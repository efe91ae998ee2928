-- Pages of a new store: larger ones made the load of wide rows about a fifth cheaper.
PRAGMA page_size = 16384
