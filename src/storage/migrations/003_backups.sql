-- What must be recoverable. The three data sets of the content get a row once somebody says something about them.
CREATE TABLE backup_data_set (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  title {text} NOT NULL,               -- empty for those of the content
  hosting {text} NOT NULL,             -- 'here', 'editor'
  editor {text} NOT NULL,
  PRIMARY KEY (practice_id, id)
) {strict};

CREATE TABLE backup_source (
  practice_id {text} NOT NULL,
  data_set_id {text} NOT NULL,
  position {integer} NOT NULL,         -- from 0
  kind {text} NOT NULL,                -- 'folder', 'file', 'database'
  place {text} NOT NULL,
  PRIMARY KEY (practice_id, data_set_id, position),
  FOREIGN KEY (practice_id, data_set_id) REFERENCES backup_data_set (practice_id, id) ON DELETE CASCADE
) {strict};

CREATE TABLE backup_destination (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  name {text} NOT NULL,
  place {text} NOT NULL,               -- 'folder', 'external-disk', 'network-share'
  folder {text} NOT NULL,
  volume {text} NOT NULL,              -- what identifies the file system; empty when nothing does
  within {text} NOT NULL,              -- the folder below the root of that volume
  kind {text} NOT NULL,                -- 'restic'; empty: recognised anew each time
  max_age_hours {integer} NOT NULL,
  elsewhere {integer} NOT NULL,        -- 0, 1
  online {integer} NOT NULL,           -- 0, 1
  added_at {integer} NOT NULL,
  last_present_at {integer},
  last_absent_at {integer},
  sealed_secret {blob},                -- under a password that is not kept
  memory {blob},                       -- which units were verified, and when
  PRIMARY KEY (practice_id, id),
  UNIQUE (practice_id, name)
) {strict};

CREATE TABLE backup_destination_data_set (
  practice_id {text} NOT NULL,
  destination_id {text} NOT NULL,
  data_set_id {text} NOT NULL,
  PRIMARY KEY (practice_id, destination_id, data_set_id),
  FOREIGN KEY (practice_id, destination_id) REFERENCES backup_destination (practice_id, id) ON DELETE CASCADE
) {strict};

-- Every restore point ever seen: the history outlives what retention deletes.
CREATE TABLE backup_restore_point (
  practice_id {text} NOT NULL,
  destination_id {text} NOT NULL,
  id {text} NOT NULL,
  made_at {integer} NOT NULL,
  files {integer},
  bytes {integer},
  first_seen_at {integer} NOT NULL,
  last_seen_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, destination_id, id),
  FOREIGN KEY (practice_id, destination_id) REFERENCES backup_destination (practice_id, id) ON DELETE CASCADE
) {strict};

CREATE TABLE backup_run (
  practice_id {text} NOT NULL,
  id {text} NOT NULL,
  destination_id {text} NOT NULL,
  run_kind {text} NOT NULL,            -- 'check', 'drill'
  version {text} NOT NULL,
  backup_kind {text} NOT NULL,
  folder {text} NOT NULL,              -- as the run found it
  begun_at {integer} NOT NULL,
  length_ms {integer} NOT NULL,
  max_age_hours {integer} NOT NULL,
  newest_point_at {integer},
  level {text} NOT NULL,
  ending {text} NOT NULL,
  bytes_total {integer} NOT NULL,
  bytes_read {integer} NOT NULL,
  units_total {integer} NOT NULL,
  units_verified {integer} NOT NULL,
  pieces_verified {integer} NOT NULL,
  losses {integer} NOT NULL,
  encrypted {text},                    -- 'passed', 'failed', 'not_established'; null: not asked
  disconnected {text},
  elsewhere {text},
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, destination_id) REFERENCES backup_destination (practice_id, id) ON DELETE CASCADE
) {strict};
CREATE INDEX backup_run_by_destination ON backup_run (practice_id, destination_id, begun_at);

CREATE TABLE backup_run_check (
  practice_id {text} NOT NULL,
  run_id {text} NOT NULL,
  position {integer} NOT NULL,         -- from 0
  question {text} NOT NULL,
  outcome {text} NOT NULL,
  finding_count {integer} NOT NULL,
  PRIMARY KEY (practice_id, run_id, position),
  FOREIGN KEY (practice_id, run_id) REFERENCES backup_run (practice_id, id) ON DELETE CASCADE
) {strict};

CREATE TABLE backup_run_finding (
  practice_id {text} NOT NULL,
  run_id {text} NOT NULL,
  check_position {integer} NOT NULL,
  position {integer} NOT NULL,         -- from 0
  kind {text} NOT NULL,
  subject {text} NOT NULL,
  detail {text} NOT NULL,
  PRIMARY KEY (practice_id, run_id, check_position, position),
  FOREIGN KEY (practice_id, run_id) REFERENCES backup_run (practice_id, id) ON DELETE CASCADE
) {strict};

CREATE TABLE backup_run_data_set (
  practice_id {text} NOT NULL,
  run_id {text} NOT NULL,
  data_set_id {text} NOT NULL,
  complete {text} NOT NULL,
  files {integer} NOT NULL,
  bytes {integer} NOT NULL,
  hit_by_damage {integer} NOT NULL,    -- 0, 1
  full_recovery_ms {integer},
  PRIMARY KEY (practice_id, run_id, data_set_id),
  FOREIGN KEY (practice_id, run_id) REFERENCES backup_run (practice_id, id) ON DELETE CASCADE
) {strict};

CREATE TABLE backup_drill (
  practice_id {text} NOT NULL,
  run_id {text} NOT NULL,
  point_id {text} NOT NULL,
  point_made_at {integer} NOT NULL,
  files_in_point {integer} NOT NULL,
  bytes_in_point {integer} NOT NULL,
  files_restored {integer} NOT NULL,
  bytes_restored {integer} NOT NULL,
  files_opened {integer} NOT NULL,
  files_not_opened {integer} NOT NULL,
  files_wrong {integer} NOT NULL,
  canaries_expected {integer} NOT NULL,
  canaries_back {integer} NOT NULL,
  restoring_ms {integer} NOT NULL,
  digest {blob} NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (practice_id, run_id),
  FOREIGN KEY (practice_id, run_id) REFERENCES backup_run (practice_id, id) ON DELETE CASCADE
) {strict};

-- A file that the practice puts among its data, to see it come back.
CREATE TABLE backup_canary (
  practice_id {text} NOT NULL REFERENCES practice (id),
  file_name {text} NOT NULL,
  data_set_id {text} NOT NULL,
  sha256 {blob} NOT NULL CHECK (length(sha256) = 32),
  made_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, file_name)
) {strict};
