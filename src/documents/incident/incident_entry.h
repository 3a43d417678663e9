// An entry of an incident's journal, in words.
#pragma once

#include "documents/incident/incident_file.h"

namespace garde::documents {

std::string entry_title(const IncidentFile& file, const journal::Entry& entry);  // "Note"
// All it says, over several lines: its title, its fields with their names, its text, its attachments.
std::string entry_words(const IncidentFile& file, const journal::Entry& entry);

}  // namespace garde::documents
