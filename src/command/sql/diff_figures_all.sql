-- The one value: how many figures an edition tells. ?1: its figures.json
SELECT count(*) FROM json_each(?1, '$.figures')
