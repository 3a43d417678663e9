-- Wrong passwords are counted by who gives them, in memory and on a clock that nobody sets.
ALTER TABLE sign_in DROP COLUMN failures;
ALTER TABLE sign_in DROP COLUMN last_failure_at;
