#include "plan/best_answers.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "diagnostic/ranking.h"

namespace garde::plan {
namespace {

using content::Problems;
using diagnostic::Answer;
using diagnostic::Answers;
using diagnostic::Choices;
using diagnostic::Condition;
using diagnostic::Question;
using diagnostic::QuestionKind;
using diagnostic::Questionnaire;
using diagnostic::Value;

constexpr Date kToday{std::chrono::year{2026}, std::chrono::January, std::chrono::day{1}};  // any day does
constexpr std::size_t kMaxCombinations = 20'000;  // of facts, for one measure: a second of checking

bool declares_one_of(const Question& question, const std::set<evidence::Claim>& claims) {
  const auto wanted = [&](const evidence::Claim& claim) { return claims.contains(claim); };
  return std::ranges::any_of(question.dates, wanted) ||
         std::ranges::any_of(question.answers, [&](const Answer& answer) {
           return std::ranges::any_of(answer.when_chosen.declares, wanted);
         });
}

// The values of a fact that can matter to a condition: each answer, and of several all those that go together.
std::vector<Value> values_of_fact(const Question& question) {
  std::vector<Value> values;
  Choices together;
  for (const Answer& answer : question.answers) {
    if (answer.unknown) continue;  // not to know is never the best
    if (question.kind != QuestionKind::multiple) {
      values.emplace_back(answer.id);
    } else {
      values.emplace_back(Choices{answer.id});
      if (!answer.alone) together.insert(answer.id);
    }
  }
  if (together.size() > 1) values.emplace_back(together);
  return values;
}

// The questions that decide whether the steps of one measure are declared: those that declare its claims, and
// those whose answers decide whether they are asked.
class Deciders {
 public:
  Deciders(const Questionnaire& questionnaire, const Measure& measure) : questionnaire_(questionnaire) {
    std::set<evidence::Claim> claims;
    for (const Step& step : measure.steps) claims.insert(step.settled_by.begin(), step.settled_by.end());
    for (const Question* question : questionnaire.questions())
      if (declares_one_of(*question, claims)) add(*question);
  }

  std::vector<const Question*> facts() const {
    std::vector<const Question*> facts;
    for (const Question* question : questionnaire_.questions())
      if (question->neutral && questions_.contains(question)) facts.push_back(question);
    return facts;
  }

  Answers best_answers() const {
    Answers answers;
    for (const Question* question : questions_)
      if (const auto best = diagnostic::best_value(*question, kToday))
        answers.insert_or_assign(question->id, diagnostic::GivenAnswer{*best, Instant{}});
    return answers;
  }

  std::set<evidence::Claim> declared(const Answers& answers) const {
    std::set<evidence::Claim> claims;
    for (const Question* question : questions_) {
      const auto given = answers.find(question->id);
      if (given == answers.end() || !diagnostic::is_asked(questionnaire_, *question, answers)) continue;
      if (std::holds_alternative<Date>(given->second.value))
        claims.insert(question->dates.begin(), question->dates.end());
      for (const Answer* answer : diagnostic::chosen_answers(*question, given->second.value))
        claims.insert(answer->when_chosen.declares.begin(), answer->when_chosen.declares.end());
    }
    return claims;
  }

 private:
  void add(const Question& question) {
    if (!questions_.insert(&question).second) return;
    for (const Condition& condition : question.shown_if)
      if (const Question* parent = questionnaire_.find(condition.question)) add(*parent);
  }

  const Questionnaire& questionnaire_;
  std::set<const Question*> questions_;
};

// Every combination of facts, laid over the answers given.
std::vector<Answers> over_all_facts(const Answers& answers, const std::vector<const Question*>& facts) {
  std::vector<Answers> combinations{answers};
  for (const Question* fact : facts) {
    std::vector<Answers> more;
    for (const Answers& combination : combinations) {
      for (const Value& value : values_of_fact(*fact)) {
        more.push_back(combination);
        more.back().insert_or_assign(fact->id, diagnostic::GivenAnswer{value, Instant{}});
      }
    }
    combinations = std::move(more);
  }
  return combinations;
}

std::size_t count_combinations(const std::vector<const Question*>& facts) {
  std::size_t count = 1;
  for (const Question* fact : facts) count = std::min(count * values_of_fact(*fact).size(), kMaxCombinations + 1);
  return count;
}

std::vector<const Step*> steps_open_under(const Measure& measure, const std::set<evidence::Claim>& declared) {
  std::vector<const Step*> open;
  for (const Step& step : measure.steps) {
    const bool settled =
        std::ranges::all_of(step.settled_by, [&](const evidence::Claim& claim) { return declared.contains(claim); });
    if (!settled) open.push_back(&step);
  }
  return open;
}

std::string in_words(const std::vector<const Question*>& facts, const Answers& answers) {
  std::string words;
  for (const Question* fact : facts)
    for (const std::string& text : diagnostic::to_texts(answers.at(fact->id).value))
      words += fmt::format("{}{} = {}", words.empty() ? " when " : ", ", fact->id.text(), text);
  return words;
}

void check_measure(const Questionnaire& questionnaire, const Measure& measure, Problems& problems) {
  const auto add = [&](const std::string& text) {
    problems.push_back({measure.file, measure.line, fmt::format("{}: {}", measure.id.text(), text)});
  };
  const Deciders deciders(questionnaire, measure);
  const std::vector<const Question*> facts = deciders.facts();
  if (count_combinations(facts) > kMaxCombinations)
    return add("depends on more facts about the practice than can be checked");
  bool ever_settled = false;
  for (const Answers& answers : over_all_facts(deciders.best_answers(), facts)) {
    const std::vector<const Step*> open = steps_open_under(measure, deciders.declared(answers));
    if (open.empty()) ever_settled = true;
    const bool untouched = open.size() == measure.steps.size() && !measure.essential;
    if (!open.empty() && !untouched)
      return add(
          fmt::format("the best answers leave step {} open{}", open.front()->id.text(), in_words(facts, answers)));
  }
  if (!ever_settled) add("no best answers settle its steps");
}

}  // namespace

void best_answers_demand_nothing(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    const auto add = [&](std::string_view text) {
      problems.push_back({question->file, question->line, fmt::format("{}: {}", question->id.text(), text)});
    };
    const auto best = diagnostic::best_value(*question, kToday);
    if (!best) {
      if (!question->neutral && question->kind != QuestionKind::text)
        add("has no best answer: give it one that is `alone`, or consequences `if_left`");
      continue;
    }
    for (const Answer* answer : diagnostic::chosen_answers(*question, *best))
      for (const MeasureId& measure : answer->when_chosen.leads_to)
        add(fmt::format("the best answer {} leads to {}", answer->id.text(), measure.text()));
  }
}

void best_answers_settle_every_step(const Content& content, Problems& problems) {
  for (const Measure& measure : content.catalogue.measures()) check_measure(content.questionnaire, measure, problems);
}

}  // namespace garde::plan
