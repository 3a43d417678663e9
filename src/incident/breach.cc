#include "incident/breach.h"

#include <algorithm>

namespace garde::incident {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Ranks of the questions asked so far, in the order of the path.
using Ranks = std::map<BreachQuestionId, std::size_t>;

bool reaches(const BreachPath& path, const Ranks& ranks, const AtLeast& threshold) {
  const auto found = ranks.find(threshold.question);
  return found != ranks.end() && found->second >= path.find(threshold.question)->rank(threshold.answer);
}

// Gives every question up to `asked` what makes it asked.
void make_asked(const BreachPath& path, const BreachQuestion& question, GivenBreachAnswers& given) {
  if (!question.asked_if) return;
  const BreachQuestion* before = path.find(question.asked_if->question);
  make_asked(path, *before, given);
  given.insert_or_assign(before->id, GivenBreachAnswer{question.asked_if->answer, "x"});
}

}  // namespace

const BreachAnswer& effective_answer(const BreachQuestion& question, const GivenBreachAnswers& given) {
  const auto found = given.find(question.id);
  if (found == given.end()) return question.unknown();
  const std::size_t rank = question.rank(found->second.answer);
  if (rank == question.answers.size()) return question.unknown();
  const BreachAnswer& answer = question.answers[rank];
  return !answer.evidence.empty() && is_blank(found->second.evidence) ? question.unknown() : answer;
}

BreachAssessment assess_breach(const BreachPath& path, const GivenBreachAnswers& given) {
  BreachAssessment assessment;
  Ranks ranks;
  for (const BreachQuestion& question : path.questions()) {
    if (question.asked_if && !reaches(path, ranks, *question.asked_if)) continue;
    const BreachAnswer& answer = effective_answer(question, given);
    ranks.emplace(question.id, question.rank(answer.id));
    assessment.asked.push_back(&question);
    if (answer.unknown) assessment.uncertain.push_back(&question);
  }
  for (const BreachRule& rule : path.rules())
    if (std::ranges::all_of(rule.when, [&](const AtLeast& threshold) { return reaches(path, ranks, threshold); }))
      assessment.reasons.push_back(&rule);
  std::ranges::stable_sort(assessment.reasons, std::greater(), &BreachRule::verdict);
  if (!assessment.reasons.empty()) assessment.verdict = assessment.reasons.front()->verdict;
  return assessment;
}

Verdict verdict_when_unknown(const BreachPath& path, const BreachQuestion& question) {
  GivenBreachAnswers given;
  for (const BreachQuestion& other : path.questions())
    given.emplace(other.id, GivenBreachAnswer{other.answers.front().id, "x"});
  make_asked(path, question, given);
  given.insert_or_assign(question.id, GivenBreachAnswer{question.unknown().id, ""});
  return assess_breach(path, given).verdict;
}

bool needs_reason(Verdict decided, const BreachAssessment& assessment) {
  return decided == Verdict::none || decided < assessment.verdict;
}

std::optional<Severity> severity_of(const SeverityScale& scale, const std::vector<std::size_t>& choices) {
  constexpr std::size_t kMultiplied = 2;
  constexpr std::int64_t kQuarters = 4;
  if (choices.size() != scale.factors.size() || choices.size() < kMultiplied) return std::nullopt;
  std::int64_t product = 1;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i] >= scale.factors[i].choices.size()) return std::nullopt;
    const std::int64_t quarters = scale.factors[i].choices[choices[i]].quarters;
    if (i < kMultiplied)
      product *= quarters;
    else
      sum += quarters;
  }
  Severity severity{product / kQuarters + sum, ""};
  for (const SeverityBand& band : scale.bands)
    if (severity.quarters >= band.from_quarters) severity.band = band.text;
  return severity;
}

}  // namespace garde::incident
