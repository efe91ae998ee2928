-- Begins a read transaction; the snapshot is fixed by the first read after it.
BEGIN DEFERRED
