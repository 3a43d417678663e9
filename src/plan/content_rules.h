// What questionnaire, measures and claims must hold to together. Their own form is the readers' business; the
// rules follow every reference from one to the other and see that no answer leads to a dead end.
#pragma once

#include <span>

#include "diagnostic/questionnaire.h"
#include "plan/measure.h"

namespace garde::plan {

struct Content {
  const diagnostic::Questionnaire& questionnaire;
  const MeasureCatalogue& catalogue;
  const evidence::ClaimKinds& kinds;
};

struct ContentRule {
  std::string_view name;  // "unknown-answers-lead-on"
  void (*check)(const Content& content, content::Problems& problems);
};

// Every rule, each by itself. Content that its readers found problems in may break further rules for it.
std::span<const ContentRule> content_rules();

// All rules, the name of the broken one before each problem; by file and line.
content::Problems check_content(const Content& content);

}  // namespace garde::plan
