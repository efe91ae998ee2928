-- Has a kind's table the index of its keys? ?1 kind. One row if so.
SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1 || '_key'
