-- The one row: the job that owns the store; none before its first run.
SELECT job FROM owner LIMIT 1
