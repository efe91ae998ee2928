-- What was begun is undone.
ROLLBACK
