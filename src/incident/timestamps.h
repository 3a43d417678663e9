// Timestamps of a journal by an outside authority, as entries: what was asked, and what came back (RFC 3161).
#pragma once

#include "incident/entries.h"

namespace garde::incident {

journal::Draft timestamp_asked(const TimestampRequest& request, const Writing& writing);
// `kept`: the authority's answer, and the certificates it was verified with.
journal::Draft timestamped(const Timestamp& timestamp, std::string_view words,
                           const std::vector<journal::Attachment>& kept, const Writing& writing);

// For read_incident: takes an entry of these two kinds in. False when it lacks what it must hold.
bool read_timestamp_entry(const journal::Entry& entry, Incident& incident);

// What was asked with this imprint, the last; null when nothing was.
const TimestampRequest* find_request(const Incident& incident, const crypto::Sha256Digest& imprint);

}  // namespace garde::incident
