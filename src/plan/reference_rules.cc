#include "plan/reference_rules.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "diagnostic/ranking.h"

namespace garde::plan {
namespace {

using content::Problems;
using diagnostic::Answer;
using diagnostic::AnswerId;
using diagnostic::Condition;
using diagnostic::Implication;
using diagnostic::Question;
using diagnostic::QuestionId;
using diagnostic::Questionnaire;
using diagnostic::Value;

void add(Problems& problems, const Question& question, std::string_view text) {
  problems.push_back({question.file, question.line, fmt::format("{}: {}", question.id.text(), text)});
}

void for_each_implication(const Questionnaire& questionnaire,
                          const std::function<void(const Question&, const Implication&)>& visit) {
  for (const Question* question : questionnaire.questions()) {
    for (const Answer& answer : question->answers) {
      visit(*question, answer.when_chosen);
      visit(*question, answer.when_left);
    }
    visit(*question, question->when_stale);
  }
}

// What must have been answered for a question to be asked: for each question on the way the sets of answers,
// of each of which one must be chosen.
using Requirements = std::map<QuestionId, std::vector<std::vector<AnswerId>>>;

void collect(const Questionnaire& questionnaire, const Question& question, Requirements& requirements) {
  for (const Condition& condition : question.shown_if) {
    requirements[condition.question].push_back(condition.any_of);
    if (const Question* parent = questionnaire.find(condition.question)) collect(questionnaire, *parent, requirements);
  }
}

bool can_be_met(const Question& question, const std::vector<std::vector<AnswerId>>& sets) {
  return std::ranges::any_of(diagnostic::possible_values(question), [&](const Value& value) {
    const std::vector<const Answer*> chosen = diagnostic::chosen_answers(question, value);
    return std::ranges::all_of(sets, [&](const std::vector<AnswerId>& any_of) {
      return std::ranges::any_of(
          chosen, [&](const Answer* answer) { return std::ranges::find(any_of, answer->id) != any_of.end(); });
    });
  });
}

std::set<evidence::Claim> claims_that_can_be_declared(const Questionnaire& questionnaire) {
  std::set<evidence::Claim> claims;
  for (const Question* question : questionnaire.questions()) {
    claims.insert(question->dates.begin(), question->dates.end());
    for (const Answer& answer : question->answers)
      claims.insert(answer.when_chosen.declares.begin(), answer.when_chosen.declares.end());
  }
  return claims;
}

bool settles(const Implication& implication, const Measure& measure) {
  return std::ranges::all_of(measure.steps, [&](const Step& step) {
    return std::ranges::all_of(step.settled_by, [&](const evidence::Claim& claim) {
      return std::ranges::find(implication.declares, claim) != implication.declares.end();
    });
  });
}

}  // namespace

void conditions_can_hold(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    Requirements requirements;
    collect(content.questionnaire, *question, requirements);
    for (const auto& [id, sets] : requirements) {
      const Question* parent = content.questionnaire.find(id);
      if (parent == nullptr || !can_be_met(*parent, sets))
        add(problems, *question, fmt::format("is never asked: no answer to {} meets all it waits for", id.text()));
    }
  }
}

void measures_are_known(const Content& content, Problems& problems) {
  for_each_implication(content.questionnaire, [&](const Question& question, const Implication& implication) {
    for (const MeasureId& measure : implication.leads_to)
      if (content.catalogue.find(measure) == nullptr)
        add(problems, question, fmt::format("leads to {}, which no measure is called", measure.text()));
  });
}

void claim_kinds_are_known(const Content& content, Problems& problems) {
  const auto check = [&](const evidence::Claim& claim, const std::string& file, std::uint32_t line) {
    if (content.kinds.find(claim.kind) == nullptr)
      problems.push_back(
          {file, line, fmt::format("{}: no kind of claim is called {}", to_text(claim), claim.kind.text())});
  };
  for (const Question* question : content.questionnaire.questions()) {
    for (const evidence::Claim& claim : question->dates) check(claim, question->file, question->line);
    for (const Answer& answer : question->answers)
      for (const evidence::Claim& claim : answer.when_chosen.declares) check(claim, question->file, question->line);
  }
  for (const Measure& measure : content.catalogue.measures())
    for (const Step& step : measure.steps)
      for (const evidence::Claim& claim : step.settled_by) check(claim, measure.file, measure.line);
}

void claims_can_be_declared(const Content& content, Problems& problems) {
  const std::set<evidence::Claim> declared = claims_that_can_be_declared(content.questionnaire);
  for (const Measure& measure : content.catalogue.measures())
    for (const Step& step : measure.steps)
      for (const evidence::Claim& claim : step.settled_by)
        if (!declared.contains(claim))
          problems.push_back({measure.file, measure.line,
                              fmt::format("{}: step {} waits for {}, which no answer declares", measure.id.text(),
                                          step.id.text(), to_text(claim))});
}

void measures_can_be_reached(const Content& content, Problems& problems) {
  std::set<MeasureId> reached;
  for_each_implication(content.questionnaire, [&](const Question&, const Implication& implication) {
    reached.insert(implication.leads_to.begin(), implication.leads_to.end());
  });
  for (const Measure& measure : content.catalogue.measures())
    if (!reached.contains(measure.id))
      problems.push_back({measure.file, measure.line, fmt::format("no answer leads to {}", measure.id.text())});
}

void unknown_answers_lead_on(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions())
    for (const Answer& answer : question->answers)
      if (answer.unknown && answer.when_chosen.leads_to.empty())
        add(problems, *question, fmt::format("{} leads to no measure", answer.id.text()));
}

void answers_do_not_settle_what_they_ask_for(const Content& content, Problems& problems) {
  for_each_implication(content.questionnaire, [&](const Question& question, const Implication& implication) {
    for (const MeasureId& id : implication.leads_to) {
      const Measure* measure = content.catalogue.find(id);
      if (measure != nullptr && settles(implication, *measure))
        add(problems, question, fmt::format("an answer leads to {} and declares all its steps", id.text()));
    }
  });
}

}  // namespace garde::plan
