#include "diagnostic/standings.h"

namespace garde::diagnostic {

using evidence::Claim;
using evidence::Evidence;
using evidence::ProofLevel;
using evidence::Standing;

Standings::Standings(std::span<const Evidence> evidence, Instant now) : now_(now) {
  std::map<Claim, std::vector<Evidence>> by_claim;
  for (const Evidence& item : evidence) by_claim[item.claim].push_back(item);
  for (const auto& [claim, items] : by_claim) standings_.emplace(claim, evidence::standing(items, claim, now));
}

const Standing& Standings::of(const Claim& claim) const {
  const auto found = standings_.find(claim);
  return found == standings_.end() ? never_shown_ : found->second;
}

bool Standings::is_proved(const Claim& claim) const {
  return holds(claim) && of(claim).by->level > ProofLevel::declared;
}

bool Standings::holds_beyond(const Claim& claim, Instant answered_at) const {
  return is_proved(claim) || (holds(claim) && of(claim).by->established_at > answered_at);
}

}  // namespace garde::diagnostic
