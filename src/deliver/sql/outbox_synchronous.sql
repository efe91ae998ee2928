-- A state that is recorded survives a loss of power.
PRAGMA synchronous = FULL
