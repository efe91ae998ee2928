-- References are kept by the import itself; checking each row costs time.
PRAGMA foreign_keys = OFF
