-- Column: the newest event, 0 in an empty store.
SELECT coalesce(max(event), 0) FROM import
