// What people said: declarations of the practice, attestations of its providers.
#pragma once

#include <vector>

#include "base/result.h"
#include "evidence/statement.h"
#include "storage/practice_store.h"

namespace garde::storage {

// Every one as it was made: claims in the order of their text.
Result<std::vector<evidence::Declaration>> load_declaration_history(Connection& connection, const PracticeId& practice);
// One per claim: the last word.
Result<std::vector<evidence::Declaration>> load_declarations(Connection& connection, const PracticeId& practice);
Result<void> save_declaration(Connection& connection, const PracticeId& practice,
                              const evidence::Declaration& declaration);

// In the order they were entered.
Result<std::vector<evidence::Attestation>> load_attestations(Connection& connection, const PracticeId& practice);
// Inside a transaction. `conflict` when the id is taken or the document is not one of the practice.
Result<void> add_attestation(Connection& connection, const PracticeId& practice,
                             const evidence::Attestation& attestation);
// With its replies; its document stays. `not_found`.
Result<void> remove_attestation(Connection& connection, const PracticeId& practice,
                                const evidence::AttestationId& attestation);

}  // namespace garde::storage
