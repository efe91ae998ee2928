-- The operator is told this now, unless it was told since ?3; a time to come is one of a clock
-- that went wrong and keeps nothing silent. ?1 digest ?2 time
INSERT INTO notice VALUES (?1, ?2)
ON CONFLICT DO UPDATE SET at = excluded.at WHERE at <= ?3 OR at > excluded.at
