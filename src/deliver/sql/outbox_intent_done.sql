-- The mails wait. ?1 job ?2 period
DELETE FROM intent WHERE job = ?1 AND period = ?2
