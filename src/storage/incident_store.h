// Which incidents there are, and where each journal last stood. What happened stands in the journals themselves.
#pragma once

#include <vector>

#include "base/result.h"
#include "crypto/digest.h"
#include "incident/incident.h"
#include "storage/practice_store.h"

namespace garde::storage {

struct IncidentRecord {
  incident::IncidentId id;
  Instant opened;
  incident::Exercise exercise{};
  std::uint64_t entries = 0;        // in its journal, when this was noted
  crypto::Sha256Digest checkpoint;  // of the journal's encoded checkpoint after that many
  bool operator==(const IncidentRecord&) const = default;
};

Result<std::vector<IncidentRecord>> load_incidents(Connection& connection, const PracticeId& practice);
Result<std::optional<IncidentRecord>> load_incident(Connection& connection, const PracticeId& practice,
                                                    const incident::IncidentId& id);
// Adds it, or notes where it stands now. One that was noted with more entries stays as it is: of two writers the
// later one counts.
Result<void> note_incident(Connection& connection, const PracticeId& practice, const IncidentRecord& incident);

}  // namespace garde::storage
