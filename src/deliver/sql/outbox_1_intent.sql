-- A period whose edition is to be mailed as soon as it is there: written before it is made,
-- removed when its mails wait.
CREATE TABLE intent (
  job TEXT NOT NULL,
  period TEXT NOT NULL,
  PRIMARY KEY (job, period)
) STRICT
