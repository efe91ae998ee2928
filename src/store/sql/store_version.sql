-- Column: number of the newest migration the store has had.
SELECT user_version FROM pragma_user_version
