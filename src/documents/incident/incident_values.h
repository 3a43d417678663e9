// The values a document of an incident can show: each field of content, and those computed here.
#pragma once

#include "documents/incident/incident_file.h"

namespace garde::documents {

// True for the id of a field, of a computed value, and for either with "-words" for use inside a sentence.
bool is_incident_value(const IncidentContent& content, std::string_view id);

// What `incident` (the file's own, or the earlier one it holds) says; empty when it is not known.
std::string incident_value(const IncidentFile& file, const incident::Incident& incident, std::string_view id,
                           Vocabulary vocabulary);
// What it is called.
std::string incident_label(const IncidentFile& file, std::string_view id, Vocabulary vocabulary);

}  // namespace garde::documents
