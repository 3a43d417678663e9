// Between the use cases of an incident and its journal: reading it whole, and writing to it under its lock.
#pragma once

#include <functional>

#include "actions/incident/incident.h"
#include "base/utf8.h"
#include "journal/writer.h"

namespace garde::actions {

std::filesystem::path incidents_folder(const Practice& practice);

Result<journal::Contents> read_journal(const Practice& practice, const IncidentId& id);
// As far as its journal can be read; `damaged` when not even its opening can.
Result<incident::Incident> read_incident(const Practice& practice, const IncidentId& id);

// Who writes now: `author`, or the practice when it is empty.
incident::Writing writing_now(const Practice& practice, std::string_view author);

// What is to be recorded, from where the incident stands: the drafts, or what is wrong with the form.
using MakeDrafts =
    std::function<std::vector<journal::Draft>(const incident::Incident&, const incident::Writing&, FieldProblems&)>;
// Locks the journal, verifies and reads it once, and adds what `make` makes of it. `damaged` also when what the
// database noted is no longer in it: nothing is written over a cut or changed end.
Result<FieldProblems> record(Practice& practice, const IncidentId& id, std::string_view author, const MakeDrafts& make);

// Puts into the database where the journal now stands. A failure is not the caller's: the journal has it.
void note_checkpoint(Practice& practice, const journal::Header& header, const journal::Checkpoint& checkpoint);

// The fields every form has in common.
void check_required(const std::string& field, std::string_view value, std::size_t max, LineBreaks line_breaks,
                    FieldProblems& problems);
void check_author(std::string_view author, FieldProblems& problems);
// Not after `now`, nor before an hour that anybody could have noted.
void check_past(const std::string& field, Instant at, Instant now, FieldProblems& problems);

}  // namespace garde::actions
