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

// How far apart the clocks of the authority and of this computer may be: a stamp can come from no earlier than it was
// asked for, and from no later than now.
inline constexpr std::chrono::minutes kClocksApart{5};

// In words for the journal and its page; also that this computer does not know the authority.
std::string timestamp_words(const Practice& practice, const incident::Timestamp& timestamp);

// The answer (.tsr) and the trusted certificates (PEM) are kept with the journal once they verify. Fields of
// problems: response (no answer, refused, of another journal, not verified,
// of an hour that cannot be), certificates.
struct TimestampAnswer {
  std::span<const std::byte> response;
  std::string_view certificates;
  std::string author = {};
};
Result<FieldProblems> keep_timestamp(Practice& practice, const IncidentId& id, const TimestampAnswer& answer);

}  // namespace garde::actions
