-- The operator could not be told. ?1 digest
DELETE FROM notice WHERE digest = ?1
