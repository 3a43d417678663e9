// Whether a breach puts people at risk: an advice with its reasons, from what is known so far.
//
// The verdict is the worst of the rules that count, none when none does. What is not answered, and an answer whose
// evidence is not written, is unknown; unknown is never none. The person decides, not this function: deciding for less
// than the advice, or for none, needs a written reason.
#pragma once

#include <map>

#include "incident/breach_path.h"

namespace garde::incident {

struct GivenBreachAnswer {
  BreachAnswerId answer;
  std::string evidence;  // as written; may be empty
  bool operator==(const GivenBreachAnswer&) const = default;
};
using GivenBreachAnswers = std::map<BreachQuestionId, GivenBreachAnswer>;

struct BreachAssessment {
  Verdict verdict{};
  std::vector<const BreachRule*> reasons;        // that count, the worst first; valid while the path lives
  std::vector<const BreachQuestion*> asked;      // in order
  std::vector<const BreachQuestion*> uncertain;  // of those asked: not answered, unknown, or without its evidence
};

// Never fails: an answer that is none of the question's counts as unknown.
BreachAssessment assess_breach(const BreachPath& path, const GivenBreachAnswers& given);

// The answer a question counts with.
const BreachAnswer& effective_answer(const BreachQuestion& question, const GivenBreachAnswers& given);

// The verdict when this one question is unknown and all others have their best answer; for a question that would
// then not be asked, with the answer that makes it asked.
Verdict verdict_when_unknown(const BreachPath& path, const BreachQuestion& question);

// Whether deciding so needs a written reason.
bool needs_reason(Verdict decided, const BreachAssessment& assessment);

// ENISA's severity of one choice per factor (its index), in the scale's order. Fewer or other choices give nothing.
struct Severity {
  std::int64_t quarters = 0;  // 18 is 4.5
  std::string band;
};
std::optional<Severity> severity_of(const SeverityScale& scale, const std::vector<std::size_t>& choices);

}  // namespace garde::incident
