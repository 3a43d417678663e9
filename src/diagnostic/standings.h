// How each claim stands at one instant, over all the evidence: what the answers declare and what was shown beside them.
#pragma once

#include <map>

#include "evidence/evidence.h"

namespace garde::diagnostic {

class Standings {
 public:
  Standings(std::span<const evidence::Evidence> evidence, Instant now);

  // never_shown when nothing speaks of it. Valid while this lives.
  const evidence::Standing& of(const evidence::Claim& claim) const;
  const std::map<evidence::Claim, evidence::Standing>& all() const { return standings_; }  // those spoken of
  Instant now() const { return now_; }

  bool holds(const evidence::Claim& claim) const { return of(claim).verdict == evidence::Verdict::holds; }
  bool fails(const evidence::Claim& claim) const { return of(claim).verdict == evidence::Verdict::fails; }
  // Attested or measured to hold.
  bool is_proved(const evidence::Claim& claim) const;
  // Shown to hold by what counts more than an answer given then: something stronger, or a later word.
  bool holds_beyond(const evidence::Claim& claim, Instant answered_at) const;

 private:
  std::map<evidence::Claim, evidence::Standing> standings_;
  evidence::Standing never_shown_;
  Instant now_;
};

}  // namespace garde::diagnostic
