-- Begins an act. ?1 act, ?2 source.
INSERT INTO import (act, source) VALUES (?1, ?2)
