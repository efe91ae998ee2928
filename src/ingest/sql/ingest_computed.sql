-- Column of a table that is not stored but computed when it is read.
-- ?1: table. Columns: its name; no row: there is none.
SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 2 ORDER BY cid LIMIT 1
