-- The file is an outbox of this program.
PRAGMA application_id = 0x41504F31
