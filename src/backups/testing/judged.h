// Verdicts written down in tests.
#pragma once

#include "backups/check.h"

namespace garde::backups::testing {

// As if one thing had been looked at, and it was all there is.
inline Judgement judgement(Outcome outcome) { return Judgement::of(outcome, {}, {.units = 1, .of = 1}); }
inline Check check(Question question, Outcome outcome) {
  return {.question = question, .judgement = judgement(outcome)};
}

}  // namespace garde::backups::testing
