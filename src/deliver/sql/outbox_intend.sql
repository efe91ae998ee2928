-- The period's next edition is to be mailed. ?1 job ?2 period
INSERT INTO intent VALUES (?1, ?2) ON CONFLICT DO NOTHING
