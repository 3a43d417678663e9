#include "actions/plan/gathered_evidence.h"

#include <algorithm>
#include <iterator>

#include "actions/accounts/accesses.h"
#include "actions/backups/backup_runs.h"
#include "actions/contacts/contacts.h"
#include "actions/incident/exercise_evidence.h"
#include "evidence/statement.h"
#include "storage/statement_store.h"

namespace garde::actions {
namespace {

using Evidence = std::vector<evidence::Evidence>;
using OnDays = std::vector<Evidence>;

Result<OnDays> stated(Practice& practice, std::span<const Instant> days) {
  return practice.with_storage([&](storage::Connection& connection) -> Result<OnDays> {
    const auto& claims = practice.library().claims;
    const auto declarations = TRY(storage::load_declaration_history(connection, practice.id()));
    const auto attestations = TRY(storage::load_attestations(connection, practice.id()));
    OnDays all;
    for (const Instant day : days) {
      std::vector<evidence::Attestation> entered;
      std::ranges::copy_if(attestations, std::back_inserter(entered),
                           [&](const evidence::Attestation& one) { return one.entered_at <= day; });
      all.push_back(evidence::evidence_from(evidence::last_words(declarations, day), claims));
      std::ranges::copy(evidence::evidence_from(entered, claims), std::back_inserter(all.back()));
    }
    return all;
  });
}

// What is shown today alone.
template <Result<Evidence> (*kShown)(Practice&)>
Result<OnDays> as_today(Practice& practice, std::span<const Instant> days) {
  return OnDays(days.size(), TRY(kShown(practice)));
}

// Each subject's own evidence, loaded and derived. Every claim kind it names is in content/claims.
using Source = Result<OnDays> (*)(Practice&, std::span<const Instant>);
constexpr Source kSources[] = {
    stated, as_today<contact_evidence>, as_today<access_evidence>, backup_evidence_on, as_today<exercise_evidence>,
};

}  // namespace

Result<Evidence> gathered_evidence(Practice& practice) {
  const Instant now = practice.now();
  return TRY(evidence_on(practice, {&now, 1}))
  .front();
}

Result<OnDays> evidence_on(Practice& practice, std::span<const Instant> days) {
  OnDays all(days.size());
  for (const Source source : kSources) {
    const OnDays some = TRY(source(practice, days));
    for (std::size_t i = 0; i < days.size(); ++i) all[i].insert(all[i].end(), some[i].begin(), some[i].end());
  }
  return all;
}

}  // namespace garde::actions
