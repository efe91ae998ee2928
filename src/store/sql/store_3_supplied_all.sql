-- Migration 3. What earlier files supplied is not known: any column. The store's own names
-- are no field's.
INSERT INTO supplied (kind, field)
SELECT k.kind, c.name FROM kind AS k JOIN pragma_table_info(k.kind) AS c
