-- ?1 table, ?2 column. Column: its type.
SELECT type FROM pragma_table_info(?1) WHERE name = ?2
