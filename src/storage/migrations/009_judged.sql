-- What a verdict rests on, as JSON (evidence/judged_json.h). Null in rows written before: such a pass proves nothing.
ALTER TABLE backup_run_check ADD COLUMN judged {text};
