-- Every answer and declaration as it was given: the last one counts, and the harms of a past day are computed from those
-- before it. What was kept so far becomes the first of each.
ALTER TABLE answer RENAME TO last_answer;
CREATE TABLE answer (
  practice_id {text} NOT NULL REFERENCES practice (id),
  question_id {text} NOT NULL,
  position {integer} NOT NULL,         -- from 0, in the order they were given
  kind {text} NOT NULL,                -- 'choice', 'choices', 'date', 'text'; 'none': taken back
  value {text} NOT NULL,               -- choices: their ids in order, one space between
  answered_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, question_id, position)
) {strict};
INSERT INTO answer (practice_id, question_id, position, kind, value, answered_at)
SELECT practice_id, question_id, 0, kind, value, answered_at FROM last_answer;
DROP TABLE last_answer;

ALTER TABLE declaration RENAME TO last_declaration;
CREATE TABLE declaration (
  practice_id {text} NOT NULL REFERENCES practice (id),
  claim {text} NOT NULL,
  position {integer} NOT NULL,         -- from 0, in the order they were made
  holds {integer} NOT NULL,            -- 0, 1
  declared_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, claim, position)
) {strict};
INSERT INTO declaration (practice_id, claim, position, holds, declared_at)
SELECT practice_id, claim, 0, holds, declared_at FROM last_declaration;
DROP TABLE last_declaration;
