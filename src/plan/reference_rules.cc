#include "plan/reference_rules.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "plan/joint_answers.h"

namespace garde::plan {
namespace {

using content::Problems;
using diagnostic::Answer;
using diagnostic::Implication;
using diagnostic::Question;
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

std::set<evidence::Claim> claims_that_can_be_declared(const Questionnaire& questionnaire) {
  std::set<evidence::Claim> claims;
  for (const Question* question : questionnaire.questions()) {
    claims.insert(question->dates.begin(), question->dates.end());
    for (const Answer& answer : question->answers)
      claims.insert(answer.when_chosen.declares.begin(), answer.when_chosen.declares.end());
  }
  return claims;
}

// A way for an answer, or a date too old, to ask for measures.
struct Asking {
  std::string words;
  const Implication* implication;
  ValueTest given;
  bool stale = false;
};

std::vector<Asking> askings_of(const Question& question) {
  std::vector<Asking> askings;
  for (const Answer& answer : question.answers) {
    const auto is_it = [id = answer.id](const Answer* one) { return one->id == id; };
    askings.push_back({answer.id.text(), &answer.when_chosen, [&question, is_it](const Value& value) {
                         return std::ranges::any_of(diagnostic::chosen_answers(question, value), is_it);
                       }});
    askings.push_back({answer.id.text() + " left", &answer.when_left, [&question, is_it](const Value& value) {
                         return std::ranges::any_of(diagnostic::left_answers(question, value), is_it);
                       }});
  }
  askings.push_back({"an old date", &question.when_stale,
                     [](const Value& value) { return std::holds_alternative<Date>(value); }, true});
  return askings;
}

ValueTest shows(const Question& question, const evidence::Claim& claim) {
  return [&question, claim](const Value& value) {
    if (std::holds_alternative<Date>(value)) return std::ranges::find(question.dates, claim) != question.dates.end();
    return std::ranges::any_of(diagnostic::chosen_answers(question, value), [&](const Answer* answer) {
      const auto& declares = answer->when_chosen.declares;
      return std::ranges::find(declares, claim) != declares.end();
    });
  };
}

bool can_be_shown_besides(const Questionnaire& questionnaire, const Question& asked_by, const Asking& asking,
                          const evidence::Claim& claim) {
  for (const Question* question : questionnaire.questions()) {
    if (asking.stale && question == &asked_by) continue;  // what an old date showed holds no longer
    JointAnswers joint(questionnaire);
    joint.require(asked_by, asking.given);
    joint.require(*question, shows(*question, claim));
    if (!joint.contradiction()) return true;
  }
  return false;
}

}  // namespace

void conditions_can_hold(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    JointAnswers joint(content.questionnaire);
    joint.require(*question, [](const Value&) { return true; });
    if (const Question* parent = joint.contradiction())
      add(problems, *question,
          fmt::format("is never asked: no answer to {} meets all it waits for", parent->id.text()));
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

void answers_leave_open_what_they_ask_for(const Content& content, Problems& problems) {
  const auto check = [&](const Question& question, const Asking& asking, const Measure& measure) {
    for (const Step& step : measure.steps)
      for (const evidence::Claim& claim : step.settled_by)
        if (!can_be_shown_besides(content.questionnaire, question, asking, claim)) return;
    add(problems, question,
        fmt::format("{} asks for {}, and answers given with it may show it to be done already", asking.words,
                    measure.id.text()));
  };
  for (const Question* question : content.questionnaire.questions())
    for (const Asking& asking : askings_of(*question))
      for (const MeasureId& id : asking.implication->leads_to)
        if (const Measure* measure = content.catalogue.find(id)) check(*question, asking, *measure);
}

}  // namespace garde::plan
