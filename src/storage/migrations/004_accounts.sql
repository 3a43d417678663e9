-- Tools, people, and who can enter what. No password is stored, nor anything that one could be tried against.
CREATE TABLE used_tool (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,                  -- what claims call it: 'mail'
  name {text} NOT NULL,
  known_tool {text},                   -- its id in content/directory/tools.toml
  added_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, id)
) {strict};

CREATE TABLE person (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  name {text} NOT NULL,
  role {text} NOT NULL,
  card {text} NOT NULL,                -- 'unknown', 'none', 'cps', 'cpe', 'e-cps'
  lends_card {text} NOT NULL,          -- 'unknown', 'no', 'yes'
  left_on {text},
  added_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, id)
) {strict};

CREATE TABLE access (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  tool_id {text} NOT NULL,
  label {text} NOT NULL,
  shared {integer} NOT NULL,           -- 0, 1
  second_factor {text} NOT NULL,       -- 'unknown', 'no', 'yes'
  changed_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, id)
) {strict};

CREATE TABLE access_holder (
  practice_id {text} NOT NULL,
  access_id {text} NOT NULL,
  person_id {text} NOT NULL,
  PRIMARY KEY (practice_id, access_id, person_id),
  FOREIGN KEY (practice_id, access_id) REFERENCES access (practice_id, id) ON DELETE CASCADE,
  FOREIGN KEY (practice_id, person_id) REFERENCES person (practice_id, id) ON DELETE CASCADE
) {strict};

-- By which other account, or by what else, one gets back in.
CREATE TABLE access_recovery (
  practice_id {text} NOT NULL,
  access_id {text} NOT NULL,
  position {integer} NOT NULL,
  by_access_id {text},
  by_other {text} NOT NULL,            -- empty with by_access_id
  PRIMARY KEY (practice_id, access_id, position),
  FOREIGN KEY (practice_id, access_id) REFERENCES access (practice_id, id) ON DELETE CASCADE,
  FOREIGN KEY (practice_id, by_access_id) REFERENCES access (practice_id, id) ON DELETE CASCADE
) {strict};

CREATE TABLE access_review (
  practice_id {text} NOT NULL REFERENCES practice (id),
  reviewed_at {integer} NOT NULL,
  reviewed_by {text} NOT NULL,
  PRIMARY KEY (practice_id, reviewed_at)
) {strict};

-- Counts of one audit of passwords, and nothing of any account.
CREATE TABLE password_audit (
  practice_id {text} NOT NULL REFERENCES practice (id),
  audited_at {integer} NOT NULL,
  accounts {integer} NOT NULL,
  to_mend {integer} NOT NULL,
  breached {integer} NOT NULL,
  reused {integer} NOT NULL,
  guessable {integer} NOT NULL,
  shared {integer} NOT NULL,
  old {integer} NOT NULL,
  near_reused {integer} NOT NULL,
  no_second_factor {integer} NOT NULL,
  insecure_url {integer} NOT NULL,
  corpus_established {integer} NOT NULL,  -- 0, 1
  corpus_entries {integer} NOT NULL,
  PRIMARY KEY (practice_id, audited_at)
) {strict};

-- What somebody decided to live with: one reason about one account, until a day.
CREATE TABLE accepted_risk (
  practice_id {text} NOT NULL REFERENCES practice (id),
  account {text} NOT NULL,             -- where it is and its login, as an audit knows it again
  reason {text} NOT NULL,              -- 'shared'
  because {text} NOT NULL,
  accepted_by {text} NOT NULL,
  accepted_at {integer} NOT NULL,
  review_on {text} NOT NULL,
  PRIMARY KEY (practice_id, account, reason)
) {strict};
