-- Which incidents there are, and where the journal of each stood after its last entry. What happened stands in the
-- journal's own file alone; this row shows when that file is gone, cut or an older one.
CREATE TABLE incident (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  opened_at {integer} NOT NULL,
  exercise {integer} NOT NULL,         -- 0, 1
  entries {integer} NOT NULL,
  checkpoint_sha256 {blob} NOT NULL CHECK (length(checkpoint_sha256) = 32),
  PRIMARY KEY (practice_id, id)
) {strict};
