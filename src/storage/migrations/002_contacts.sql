-- Whom the practice calls; the public services are content.
CREATE TABLE contact (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  role {text} NOT NULL,                -- of content/directory/roles.toml
  name {text} NOT NULL,
  organisation {text} NOT NULL,
  email {text} NOT NULL,
  hours {text} NOT NULL,
  say {text} NOT NULL,
  reference {text} NOT NULL,
  created_at {integer} NOT NULL,
  changed_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, id)
) {strict};

CREATE TABLE contact_phone (
  practice_id {text} NOT NULL,
  contact_id {text} NOT NULL,
  position {integer} NOT NULL,         -- from 0: the first is called first
  label {text} NOT NULL,
  dialled {text} NOT NULL,             -- '+33199001234', '3608'
  shown {text} NOT NULL,               -- '01 99 00 12 34'
  PRIMARY KEY (practice_id, contact_id, position),
  FOREIGN KEY (practice_id, contact_id) REFERENCES contact (practice_id, id) ON DELETE CASCADE
) {strict};

-- The calls that checked a number.
CREATE TABLE contact_call (
  practice_id {text} NOT NULL,
  contact_id {text} NOT NULL,
  position {integer} NOT NULL,         -- from 0, in the order they were entered
  called_on {text} NOT NULL,
  outcome {text} NOT NULL,             -- 'answered', 'no-answer', 'wrong-number'
  answered_by {text} NOT NULL,
  entered_at {integer} NOT NULL,
  dialled {text} NOT NULL,
  PRIMARY KEY (practice_id, contact_id, position),
  FOREIGN KEY (practice_id, contact_id) REFERENCES contact (practice_id, id) ON DELETE CASCADE
) {strict};

-- Who of the team must have the sheet.
CREATE TABLE sheet_recipient (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  name {text} NOT NULL,
  job {text} NOT NULL,                 -- what they do at the practice
  email {text} NOT NULL,
  created_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, id)
) {strict};

CREATE TABLE sheet_delivery (
  practice_id {text} NOT NULL,
  recipient_id {text} NOT NULL,
  position {integer} NOT NULL,         -- from 0, in the order they were entered
  version {text} NOT NULL,
  means {text} NOT NULL,               -- 'paper', 'email', 'phone'
  delivered_on {text} NOT NULL,
  entered_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, recipient_id, position),
  FOREIGN KEY (practice_id, recipient_id) REFERENCES sheet_recipient (practice_id, id) ON DELETE CASCADE
) {strict};

CREATE TABLE sheet_acknowledgement (
  practice_id {text} NOT NULL,
  recipient_id {text} NOT NULL,
  position {integer} NOT NULL,
  version {text} NOT NULL,
  told_by {text} NOT NULL,             -- empty: they said so on the page
  acknowledged_on {text} NOT NULL,
  entered_at {integer} NOT NULL,
  PRIMARY KEY (practice_id, recipient_id, position),
  FOREIGN KEY (practice_id, recipient_id) REFERENCES sheet_recipient (practice_id, id) ON DELETE CASCADE
) {strict};

CREATE TABLE sheet_display (
  practice_id {text} NOT NULL REFERENCES practice (id),
  id {text} NOT NULL,
  place {text} NOT NULL,
  displayed_by {text} NOT NULL,
  displayed_on {text} NOT NULL,
  version {text} NOT NULL,
  entered_at {integer} NOT NULL,
  document_id {text},                  -- a photo of it
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, document_id) REFERENCES document (practice_id, id)
) {strict};
