-- Every row belongs to a practice: practice_id leads every key, and references stay inside one practice.
CREATE TABLE practice (
  id {text} NOT NULL PRIMARY KEY,
  name {text} NOT NULL,                -- empty until somebody gives it
  created_at {integer} NOT NULL
) {strict};
INSERT INTO practice (id, name, created_at) VALUES ('default', '', {now});

CREATE TABLE setting (
  practice_id {text} NOT NULL REFERENCES practice (id),
  name {text} NOT NULL,
  value {text} NOT NULL,
  PRIMARY KEY (practice_id, name)
) {strict};

CREATE TABLE answer (
  practice_id {text} NOT NULL REFERENCES practice (id),
  question_id {text} NOT NULL,
  kind {text} NOT NULL,                -- 'choice', 'choices', 'date', 'text'
  value {text} NOT NULL,               -- choices: their ids in order, one space between
  answered_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, question_id)
) {strict};

-- What people wrote about an action of the plan; the plan itself is computed.
CREATE TABLE action_notes (
  practice_id {text} NOT NULL REFERENCES practice (id),
  measure_id {text} NOT NULL,
  owner {text} NOT NULL,               -- empty when nobody
  due_on {text},
  note {text} NOT NULL,
  written_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, measure_id)
) {strict};

-- The last word of somebody of the practice about a claim, "backup-made/agenda".
CREATE TABLE declaration (
  practice_id {text} NOT NULL REFERENCES practice (id),
  claim {text} NOT NULL,
  holds {integer} NOT NULL,            -- 0, 1
  declared_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, claim)
) {strict};

CREATE TABLE document (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  file_name {text} NOT NULL,
  media_type {text} NOT NULL,
  stored_at {integer} NOT NULL,
  sha256 {blob} NOT NULL CHECK (length(sha256) = 32),
  bytes {blob} NOT NULL,
  PRIMARY KEY (practice_id, id)
) {strict};

CREATE TABLE attestation (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  attested_by {text} NOT NULL,
  received_on {text} NOT NULL,
  entered_at {integer} NOT NULL,
  document_id {text},
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, document_id) REFERENCES document (practice_id, id)
) {strict};

CREATE TABLE attested_reply (
  practice_id {text} NOT NULL,
  attestation_id {text} NOT NULL,
  position {integer} NOT NULL,         -- from 0, in the order they were entered
  claim {text} NOT NULL,
  reply {text} NOT NULL,               -- 'yes', 'no', 'unknown'
  as_of {text},
  detail {text} NOT NULL,
  PRIMARY KEY (practice_id, attestation_id, position),
  FOREIGN KEY (practice_id, attestation_id) REFERENCES attestation (practice_id, id) ON DELETE CASCADE
) {strict};

-- No row: nobody has to sign in.
CREATE TABLE sign_in (
  practice_id {text} NOT NULL PRIMARY KEY REFERENCES practice (id),
  password_hash {text} NOT NULL,
  changed_at {integer} NOT NULL,
  failures {integer} NOT NULL,         -- wrong passwords since the last right one
  last_failure_at {integer}
) {strict};

-- The token itself is only in the browser.
CREATE TABLE session (
  token_sha256 {blob} NOT NULL PRIMARY KEY CHECK (length(token_sha256) = 32),
  practice_id {text} NOT NULL REFERENCES practice (id),
  csrf_token {text} NOT NULL,
  created_at {integer} NOT NULL,
  last_seen_at {integer} NOT NULL,
  expires_at {integer} NOT NULL
) {strict};
CREATE INDEX session_by_expiry ON session (expires_at);
