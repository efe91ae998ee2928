-- ?1 job.
INSERT INTO owner (job) VALUES (?1)
