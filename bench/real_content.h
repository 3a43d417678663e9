// The content Garde is delivered with, and whole questionnaires answered with it.
#pragma once

#include "diagnostic/ranking.h"
#include "plan/measure.h"

namespace garde::bench {

enum class How : std::uint8_t {
  best,  // every question answered as well as possible: the shortest plan
  last,  // every question answered with its last answer, mostly "je ne sais pas": the longest plan
};

struct RealContent {
  static RealContent read();
  diagnostic::Answers answers(How how, Date today) const;  // to every question

  diagnostic::Questionnaire questionnaire;
  plan::MeasureCatalogue catalogue;
  evidence::ClaimKinds kinds;
};

}  // namespace garde::bench
