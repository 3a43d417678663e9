-- A finding as JSON, each field by its name. Null in rows written before: subject and detail are theirs, and empty in
-- those written since.
ALTER TABLE backup_run_finding ADD COLUMN fields {text};
