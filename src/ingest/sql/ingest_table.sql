-- What is a table of a foreign database? ?1 its name. Columns: "table", "view", "virtual"
-- or "shadow"; whether it has no rowid. One row, or none.
SELECT type, wr
  FROM pragma_table_list
 WHERE schema = 'main' AND name = ?1 COLLATE NOCASE
