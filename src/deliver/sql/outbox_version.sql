-- The one value: the schema's version, 0 in a new file.
PRAGMA user_version
