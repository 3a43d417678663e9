#include "actions/plan/gathered_evidence.h"

#include "actions/accounts/accesses.h"
#include "actions/backups/backup_runs.h"
#include "actions/contacts/contacts.h"
#include "actions/incident/exercise_evidence.h"
#include "evidence/statement.h"
#include "storage/statement_store.h"

namespace garde::actions {
namespace {

using Evidence = std::vector<evidence::Evidence>;

Result<Evidence> stated(Practice& practice) {
  return practice.with_storage([&](storage::Connection& connection) -> Result<Evidence> {
    const auto& claims = practice.library().claims;
    const auto declarations = TRY(storage::load_declarations(connection, practice.id()));
    const auto attestations = TRY(storage::load_attestations(connection, practice.id()));
    Evidence all = evidence::evidence_from(declarations, claims);
    const Evidence attested = evidence::evidence_from(attestations, claims);
    all.insert(all.end(), attested.begin(), attested.end());
    return all;
  });
}

// Each subject's own evidence, loaded and derived. Every claim kind it names is in content/claims.
using Source = Result<Evidence> (*)(Practice&);
constexpr Source kSources[] = {
    stated, contact_evidence, access_evidence, backup_evidence, exercise_evidence,
};

}  // namespace

Result<Evidence> gathered_evidence(Practice& practice) {
  Evidence all;
  for (const Source source : kSources) {
    const Evidence some = TRY(source(practice));
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace garde::actions
