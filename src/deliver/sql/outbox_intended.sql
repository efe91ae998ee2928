-- The number of intents of a period: 0 or 1. ?1 job ?2 period
SELECT count(*) FROM intent WHERE job = ?1 AND period = ?2
