-- The one value: what program the file belongs to.
PRAGMA application_id
