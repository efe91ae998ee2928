-- What was decided lasts.
COMMIT
