-- Column: a number that changes when another connection has written to the store.
SELECT data_version FROM pragma_data_version
