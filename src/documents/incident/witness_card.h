// The witness of an incident's journal, to keep outside of the practice: its words, and a code that holds all of it.
#pragma once

#include "documents/incident/incident_file.h"

namespace garde::documents {

Result<std::string> witness_card_pdf(const IncidentFile& file, const std::string& code);

}  // namespace garde::documents
