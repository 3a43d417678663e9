#include "diagnostic/assessment.h"

#include <algorithm>
#include <map>

#include "diagnostic/potential.h"
#include "evidence/statement.h"

namespace garde::diagnostic {
namespace {

// What one given answer brings about.
struct Consequence {
  const Question* question = nullptr;
  bool unknown = false;
  std::vector<const Implication*> implications;
  std::vector<evidence::Evidence> evidence;
};

Consequence consequence_of(const Question& question, const GivenAnswer& given, const evidence::ClaimKinds& kinds,
                           Date today) {
  Consequence consequence{&question, false, {}, {}};
  const std::string origin = "answer " + question.id.text();
  const auto declare = [&](const evidence::Claim& claim, Instant since) {
    consequence.evidence.push_back(kinds.make(claim, evidence::ProofLevel::declared, true, since, origin));
  };
  for (const Answer* answer : chosen_answers(question, given.value)) {
    consequence.unknown = consequence.unknown || answer->unknown;
    consequence.implications.push_back(&answer->when_chosen);
    for (const evidence::Claim& claim : answer->when_chosen.declares) declare(claim, given.answered_at);
  }
  for (const Answer* answer : left_answers(question, given.value))
    consequence.implications.push_back(&answer->when_left);
  if (const auto* date = std::get_if<Date>(&given.value)) {
    const Instant since = evidence::since_day(*date, given.answered_at);
    for (const evidence::Claim& claim : question.dates) declare(claim, since);
    const bool stale = std::ranges::any_of(
        consequence.evidence, [&](const evidence::Evidence& item) { return item.valid_until <= start_of(today); });
    if (stale) consequence.implications.push_back(&question.when_stale);
  }
  return consequence;
}

void put_worst_first(std::vector<Cause>& causes) {
  std::ranges::stable_sort(causes, std::ranges::greater{}, &Cause::level);
}

// Consequences come in the order of the questions.
void weigh(HarmAssessment& assessed, const std::vector<Consequence>& consequences) {
  for (const Consequence& consequence : consequences) {
    HarmLevel level{};
    for (const Implication* implication : consequence.implications)
      level = std::max(level, implication->harms[assessed.harm]);
    if (level == HarmLevel::low) continue;
    assessed.because.push_back({consequence.question->id, level, consequence.unknown});
    assessed.level = std::max(assessed.level, level);
  }
  put_worst_first(assessed.because);
}

std::vector<Demand> demands_of(const std::vector<Consequence>& consequences) {
  std::map<MeasureId, Demand> demands;
  for (const Consequence& consequence : consequences) {
    for (const Implication* implication : consequence.implications) {
      const HarmLevel level = implication->harms.worst();
      for (const MeasureId& measure : implication->leads_to) {
        Demand& demand = demands.try_emplace(measure, Demand{measure, {}, {}}).first->second;
        demand.level = std::max(demand.level, level);
        if (demand.because.empty() || demand.because.back().question != consequence.question->id)
          demand.because.push_back({consequence.question->id, level, consequence.unknown});
        demand.because.back().level = std::max(demand.because.back().level, level);
      }
    }
  }
  std::vector<Demand> sorted;
  for (auto& [measure, demand] : demands) {
    put_worst_first(demand.because);
    sorted.push_back(std::move(demand));
  }
  return sorted;
}

}  // namespace

HarmLevel Assessment::worst() const { return std::ranges::max_element(harms, {}, &HarmAssessment::level)->level; }

Assessment assess(const Questionnaire& questionnaire, const evidence::ClaimKinds& kinds, const Answers& answers,
                  Date today) {
  Assessment assessment;
  std::vector<Consequence> consequences;
  HarmLevels still_possible;  // from what is asked and has no answer
  const std::map<QuestionId, HarmLevels> potential = potentials(questionnaire);
  for (const Question* question : questionnaire.questions()) {
    if (!is_asked(questionnaire, *question, answers)) continue;
    ++assessment.answered.asked;
    const auto given = answers.find(question->id);
    if (given == answers.end()) {
      still_possible.raise(potential.at(question->id));
      continue;
    }
    ++assessment.answered.answered;
    consequences.push_back(consequence_of(*question, given->second, kinds, today));
    std::ranges::copy(consequences.back().evidence, std::back_inserter(assessment.declared));
  }
  for (std::size_t i = 0; i < kHarms.size(); ++i) {
    HarmAssessment& assessed = assessment.harms.at(i);
    assessed.harm = kHarms.at(i);
    weigh(assessed, consequences);
    assessed.complete = still_possible[assessed.harm] <= assessed.level;
  }
  assessment.demands = demands_of(consequences);
  return assessment;
}

}  // namespace garde::diagnostic
