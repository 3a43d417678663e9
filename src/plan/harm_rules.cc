#include "plan/harm_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "diagnostic/hearing.h"
#include "diagnostic/potential.h"
#include "diagnostic/ranking.h"

namespace garde::plan {
namespace {

using content::Problems;
using diagnostic::Answer;
using diagnostic::Condition;
using diagnostic::Harm;
using diagnostic::HarmLevels;
using diagnostic::Improvement;
using diagnostic::Question;
using diagnostic::Value;

// Any day does: a best date is fresh on the day it is given.
constexpr Date kSomeDay{std::chrono::year{2026}, std::chrono::January, std::chrono::day{1}};

// The first harm for which `levels` stay below `bound`.
std::optional<Harm> first_below(const HarmLevels& levels, const HarmLevels& bound) {
  for (const Harm harm : diagnostic::kHarms)
    if (levels[harm] < bound[harm]) return harm;
  return std::nullopt;
}

std::string in_words(const Value& value) { return fmt::format("{}", fmt::join(diagnostic::to_texts(value), "+")); }

bool meets(const Question& question, const Value& value, const Condition& condition) {
  return std::ranges::any_of(diagnostic::chosen_answers(question, value), [&](const Answer* answer) {
    return std::ranges::find(condition.any_of, answer->id) != condition.any_of.end();
  });
}

// How bad a question stands for a harm: fine, not known, or one of the levels.
int gravity(const diagnostic::Heard& heard, Harm harm) {
  if (heard.harms[harm] > diagnostic::HarmLevel::low) return 1 + static_cast<int>(heard.harms[harm]);
  return heard.possible[harm] > diagnostic::HarmLevel::low ? 1 : 0;
}

// One question, some of its claims measured to hold, and answers given once, heard an age later.
class HeardOne {
 public:
  HeardOne(const Question& question, const evidence::ClaimKinds& kinds)
      : question_(question), kinds_(kinds), worst_(diagnostic::worst_of(question)) {}

  diagnostic::Heard operator()(const Value& value, const std::vector<evidence::Claim>& measured, Days age) const {
    const Instant then = start_of(kSomeDay);
    const diagnostic::GivenAnswer given{value, then};
    const std::vector<evidence::Evidence> declared = diagnostic::declared_by(question_, given, kinds_);
    std::vector<evidence::Evidence> all = declared;
    for (const evidence::Claim& claim : measured)
      all.push_back(kinds_.make(claim, evidence::ProofLevel::measured, true, then + age, "rule"));
    return diagnostic::hear(question_, &given, declared, worst_, diagnostic::Standings(all, then + age));
  }

 private:
  const Question& question_;
  const evidence::ClaimKinds& kinds_;
  HarmLevels worst_;
};

// The claims of a question, those together that the same answers speak of.
std::vector<std::vector<evidence::Claim>> claims_that_go_together(const Question& question) {
  std::map<std::vector<bool>, std::vector<evidence::Claim>> by_answers;
  for (const evidence::Claim& claim : diagnostic::claims_of(question)) {
    std::vector<bool> spoken_of_by;
    for (const Answer& answer : question.answers) spoken_of_by.push_back(diagnostic::shown_by(answer).contains(claim));
    by_answers[spoken_of_by].push_back(claim);
  }
  std::vector<std::vector<evidence::Claim>> together;
  for (auto& [answers, claims] : by_answers) together.push_back(std::move(claims));
  return together;
}

std::vector<evidence::Claim> some_of(const std::vector<std::vector<evidence::Claim>>& groups, std::size_t mask) {
  std::vector<evidence::Claim> some;
  for (std::size_t i = 0; i < groups.size(); ++i)
    if ((mask >> i & 1U) != 0) some.insert(some.end(), groups[i].begin(), groups[i].end());
  return some;
}

// The answers of a question, of which the evidence can tell one from another.
std::set<evidence::Claim> claims_without(const Answer& answer, const evidence::Claim& claim) {
  std::set<evidence::Claim> claims = diagnostic::shown_by(answer);
  claims.erase(claim);
  return claims;
}

}  // namespace

void unknown_answers_stand_last(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    const auto& answers = question->answers;
    const bool last = std::ranges::none_of(answers, &Answer::unknown) || answers.back().unknown;
    if (!last)
      problems.push_back(
          {question->file, question->line, question->id.text() + ": the unknown answer is not the last"});
  }
}

void worse_answers_harm_no_less(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    for (const Improvement& step : diagnostic::improvements(*question, kSomeDay)) {
      const auto harm =
          first_below(diagnostic::harms_of(*question, step.from), diagnostic::harms_of(*question, step.to));
      if (harm)
        problems.push_back({question->file, question->line,
                            fmt::format("{}: {} is better than {} and implies more {}", question->id.text(),
                                        in_words(step.to), in_words(step.from), name(*harm))});
    }
  }
}

void hiding_a_question_harms_no_less(const Content& content, Problems& problems) {
  const auto potential = diagnostic::potentials(content.questionnaire);
  for (const Question* question : content.questionnaire.questions()) {
    for (const Condition& condition : question->shown_if) {
      const Question* parent = content.questionnaire.find(condition.question);
      if (parent == nullptr) continue;
      for (const Improvement& step : diagnostic::improvements(*parent, kSomeDay)) {
        if (meets(*parent, step.from, condition) || !meets(*parent, step.to, condition)) continue;
        const auto harm = first_below(diagnostic::harms_of(*parent, step.from), potential.at(question->id));
        if (harm)
          problems.push_back({parent->file, parent->line,
                              fmt::format("{}: {} hides {} and implies less {} than it may", parent->id.text(),
                                          in_words(step.from), question->id.text(), name(*harm))});
      }
    }
  }
}

void evidence_keeps_the_order(const Content& content, Problems& problems) {
  constexpr std::size_t kMaxGroups = 8;  // of the claims of one question: every set of them is tried
  for (const Question* question : content.questionnaire.questions()) {
    const auto add = [&](const std::string& text) {
      problems.push_back({question->file, question->line, fmt::format("{}: {}", question->id.text(), text)});
    };
    const std::set<evidence::Claim> spoken_of = diagnostic::claims_of(*question);
    const auto is_known = [&](const evidence::Claim& claim) { return content.kinds.find(claim.kind) != nullptr; };
    if (!std::ranges::all_of(spoken_of, is_known)) continue;  // another rule says so
    const std::vector<std::vector<evidence::Claim>> groups = claims_that_go_together(*question);
    if (groups.size() > kMaxGroups) {
      add("speaks of more claims than can be checked");
      continue;
    }
    std::set<Days> ages{Days{0}};
    for (const evidence::Claim& claim : spoken_of) ages.insert(content.kinds.find(claim.kind)->shelf_life);
    const HeardOne hear(*question, content.kinds);
    std::set<std::string> found;  // one problem says it for all sets of claims
    for (const Improvement& step : diagnostic::improvements(*question, kSomeDay)) {
      const HarmLevels from_alone = diagnostic::harms_of(*question, step.from);
      if (first_below(from_alone, diagnostic::harms_of(*question, step.to))) continue;  // another rule says so
      for (const Days age : ages)
        for (std::size_t mask = 0; mask < std::size_t{1} << groups.size(); ++mask) {
          const auto measured = some_of(groups, mask);
          const auto from = hear(step.from, measured, age);
          const auto to = hear(step.to, measured, age);
          for (const Harm harm : diagnostic::kHarms)
            if (gravity(to, harm) > gravity(from, harm))
              found.insert(fmt::format("with evidence, or {} days later, {} is better than {} and stands worse for {}",
                                       age.count(), in_words(step.to), in_words(step.from), name(harm)));
        }
    }
    for (const std::string& text : found) add(text);
  }
}

void failures_weigh(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    const HarmLevels worst = diagnostic::worst_of(*question);
    const auto check = [&](const evidence::Claim& claim, Harm harm) {
      const bool is_known = content.kinds.find(claim.kind) != nullptr;  // another rule says so
      if (is_known && content.questionnaire.when_failed(claim)[harm] == diagnostic::HarmLevel::low)
        problems.push_back({question->file, question->line,
                            fmt::format("{}: {} may fail and weighs nothing on {} in questionnaire/when-failed.toml",
                                        question->id.text(), to_text(claim), name(harm))});
    };
    for (const Harm harm : diagnostic::kHarms) {
      if (worst[harm] == diagnostic::HarmLevel::low) continue;
      for (const evidence::Claim& claim : question->dates) check(claim, harm);
      for (const Answer& answer : question->answers) {
        // Of an answer that is better left the others say nothing.
        const bool moves =
            !diagnostic::is_better_chosen(*question) || answer.when_left.harms[harm] > diagnostic::HarmLevel::low;
        if (!moves || answer.when_chosen.harms[harm] > diagnostic::HarmLevel::low) continue;
        for (const evidence::Claim& claim : diagnostic::shown_by(answer)) {
          const auto rest = claims_without(answer, claim);
          const bool fine_without = std::ranges::any_of(question->answers, [&](const Answer& other) {
            const auto claims = diagnostic::shown_by(other);
            return !claims.empty() && other.when_chosen.harms[harm] == diagnostic::HarmLevel::low &&
                   std::ranges::includes(rest, claims);
          });
          if (!fine_without) check(claim, harm);
        }
      }
    }
  }
}

}  // namespace garde::plan
