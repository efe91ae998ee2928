-- Keeps a catalogue or job text. ?1 digest, ?2 role, ?3 name, ?4 text.
INSERT OR IGNORE INTO catalogue (sha256, role, name, body) VALUES (?1, ?2, ?3, ?4)
