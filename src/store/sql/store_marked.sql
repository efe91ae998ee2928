-- Column: the mark, see store_mark.sql; 0 in a new file.
SELECT application_id FROM pragma_application_id
