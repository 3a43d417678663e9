-- An alarm outlives the checks that follow, and the destination it is about: rows are only ever added.
CREATE TABLE backup_alarm (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  destination_id {text} NOT NULL,
  destination_name {text} NOT NULL,    -- as it was called then
  run_id {text} NOT NULL,              -- the check that opened it
  opened_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, id)
) {strict};

-- Of a person.
CREATE TABLE backup_alarm_closing (
  practice_id {text} NOT NULL,
  alarm_id {text} NOT NULL,
  closed_at {integer} NOT NULL,
  how {text} NOT NULL,                 -- 'handled', 'rebuilt', 'false-alarm'
  reason {text} NOT NULL,
  accepted_point_at {integer},         -- the newest restore point known then: what later ones are held against
  PRIMARY KEY (practice_id, alarm_id),
  FOREIGN KEY (practice_id, alarm_id) REFERENCES backup_alarm (practice_id, id)
) {strict};
