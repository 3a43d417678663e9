// A timestamp of the journal by an outside authority (RFC 3161), when a person asks for one. Garde sends nothing: the
// request is a file that the person or a technician sends, and the answer is a file that comes back.
#pragma once

#include "actions/incident/incident.h"

namespace garde::actions {

struct TimestampQuery {
  std::uint64_t entries = 0;     // of the journal: what is stamped is its checkpoint after so many
  std::vector<std::byte> bytes;  // the request, .tsq
  std::string file_name;
};
// Recorded in the journal, so that the answer is known again.
Result<TimestampQuery> ask_timestamp(Practice& practice, const IncidentId& id);

// The answer (.tsr) and the trusted certificates (PEM) are kept with the journal once they verify. Fields of
// problems: response (no answer, refused, of another journal, not verified), certificates.
struct TimestampAnswer {
  std::span<const std::byte> response;
  std::string_view certificates;
  std::string author = {};
};
Result<FieldProblems> keep_timestamp(Practice& practice, const IncidentId& id, const TimestampAnswer& answer);

}  // namespace garde::actions
