#include "diagnostic/assessment.h"

#include <algorithm>
#include <map>

#include "diagnostic/potential.h"

namespace garde::diagnostic {
namespace {

using evidence::Evidence;

// A question as it is heard, in its turn.
struct Turn {
  const Question* question = nullptr;
  const GivenAnswer* given = nullptr;
  Heard heard;
};

// Which questions are asked once each answer counts as what it is shown to be. Conditions look back only.
class Asking {
 public:
  enum class Asked : std::uint8_t {
    no,
    as_if_unanswered,  // by what nobody answered: what was answered to it when it was asked otherwise means nothing
    yes,
  };

  Asked asked(const Question& question) const {
    Asked all = Asked::yes;
    for (const Condition& condition : question.shown_if) {
      const auto parent = parents_.find(condition.question);
      if (parent == parents_.end() || !meets(parent->second, condition)) return Asked::no;
      all = std::min(all, parent->second.asked);
    }
    return all;
  }

  void note(const Turn& turn) {
    if (turn.heard.counts_as)
      parents_.insert_or_assign(turn.question->id, Parent{turn.given == nullptr ? Asked::as_if_unanswered : Asked::yes,
                                                          chosen_answers(*turn.question, *turn.heard.counts_as)});
  }

 private:
  struct Parent {
    Asked asked{};
    std::vector<const Answer*> chosen;
  };
  static bool meets(const Parent& parent, const Condition& condition) {
    return std::ranges::any_of(parent.chosen, [&](const Answer* answer) {
      return std::ranges::find(condition.any_of, answer->id) != condition.any_of.end();
    });
  }

  std::map<QuestionId, Parent> parents_;
};

void put_worst_first(std::vector<Cause>& causes) {
  std::ranges::stable_sort(causes, std::ranges::greater{}, &Cause::level);
}

bool is_unknown(const Turn& turn) {
  return turn.given != nullptr &&
         std::ranges::any_of(chosen_answers(*turn.question, turn.given->value), &Answer::unknown);
}

HarmState state_of(HarmLevel level) {
  switch (level) {
    case HarmLevel::low: return HarmState::low;
    case HarmLevel::moderate: return HarmState::moderate;
    case HarmLevel::high: return HarmState::high;
    case HarmLevel::critical: return HarmState::critical;
  }
  fail_check("a HarmLevel outside its enum", __FILE__, __LINE__);
}

// What follows from a claim that fails: by its kind, and as if the answers that it shows to be true had been left.
HarmLevels harms_of_failure(const evidence::Claim& claim, const Questionnaire& questionnaire,
                            const std::vector<Turn>& turns) {
  HarmLevels harms = questionnaire.when_failed(claim);
  for (const Turn& turn : turns)
    for (const Answer& answer : turn.question->answers)
      if (answer.when_left != Implication{} && shown_by(answer).contains(claim)) harms.raise(answer.when_left.harms);
  return harms;
}

struct Failure {
  HarmLevels harms;
  FailureCause cause;
};

// The answer that says it holds, of those that are asked.
std::optional<FailureCause::Contradicted> contradicted_by(const evidence::Claim& claim,
                                                          const std::vector<Turn>& turns) {
  for (const Turn& turn : turns) {
    if (turn.given == nullptr) continue;
    const bool dated = std::holds_alternative<Date>(turn.given->value) &&
                       std::ranges::find(turn.question->dates, claim) != turn.question->dates.end();
    const bool said = std::ranges::any_of(chosen_answers(*turn.question, turn.given->value),
                                          [&](const Answer* answer) { return shown_by(*answer).contains(claim); });
    if (dated || said) return FailureCause::Contradicted{turn.question->id, turn.given->value};
  }
  return std::nullopt;
}

std::vector<Failure> failures_of(const Standings& standings, const Questionnaire& questionnaire,
                                 const std::vector<Turn>& turns) {
  std::vector<Failure> failures;
  for (const auto& [claim, standing] : standings.all())
    if (standing.verdict == evidence::Verdict::fails)
      failures.push_back(
          {harms_of_failure(claim, questionnaire, turns), {*standing.by, contradicted_by(claim, turns)}});
  return failures;
}

class Weighing {
 public:
  Weighing(const Questionnaire& questionnaire, const std::vector<Turn>& turns, const Standings& standings)
      : questionnaire_(questionnaire),
        turns_(turns),
        standings_(standings),
        failures_(failures_of(standings, questionnaire, turns)) {}

  HarmAssessment of(Harm harm) const {
    HarmAssessment assessed;
    assessed.harm = harm;
    HarmLevel level{};
    HarmLevel possible{};
    for (const Turn& turn : turns_) {
      level = std::max(level, turn.heard.harms[harm]);
      possible = std::max(possible, turn.heard.possible[harm]);
      tell(turn, assessed);
    }
    for (const Failure& failure : failures_) {
      if (failure.harms[harm] == HarmLevel::low) continue;
      level = std::max(level, failure.harms[harm]);
      assessed.because.push_back({failure.harms[harm], failure.cause});
    }
    for (const auto& [claim, standing] : standings_.all()) {
      if (standing.verdict != evidence::Verdict::failed_once) continue;
      const HarmLevel once = harms_of_failure(claim, questionnaire_, turns_)[harm];
      if (once == HarmLevel::low) continue;
      possible = std::max(possible, once);
      assessed.lapsed.push_back(*standing.by);
    }
    put_worst_first(assessed.because);
    assessed.state = state_of(level);
    // Where nothing is asked nothing is known either.
    const bool open = possible > HarmLevel::low || assessed.count.asked == 0;
    if (level == HarmLevel::low && open) assessed.state = HarmState::not_established;
    assessed.complete = possible <= level;
    return assessed;
  }

  KnownCount count() const {
    KnownCount all;
    for (const Turn& turn : turns_) {
      const HarmLevels can_raise = worst_of(*turn.question);
      if (can_raise == HarmLevels{}) continue;
      const auto each = [&](auto is_so) {
        return std::ranges::all_of(kHarms, [&](Harm harm) { return can_raise[harm] == HarmLevel::low || is_so(harm); });
      };
      ++all.asked;
      if (each([&](Harm harm) { return turn.heard.possible[harm] == HarmLevel::low; })) ++all.known;
      if (each([&](Harm harm) { return is_proved(turn, harm); })) ++all.proved;
    }
    return all;
  }

  std::vector<Cause> failures() const {
    std::vector<Cause> causes;
    for (const Failure& failure : failures_) causes.push_back({failure.harms.worst(), failure.cause});
    return causes;
  }

 private:
  void tell(const Turn& turn, HarmAssessment& assessed) const {
    const Harm harm = assessed.harm;
    const Heard& heard = turn.heard;
    if (heard.possible[harm] > HarmLevel::low) assessed.open.push_back(turn.question->id);
    if (heard.harms[harm] > HarmLevel::low)
      assessed.because.push_back({heard.harms[harm], AnswerCause{turn.question->id, is_unknown(turn)}});
    for (const Mended& mended : heard.mended)
      if (mended.before[harm] > mended.after[harm]) assessed.mended.push_back(mended);
    if (worst_of(*turn.question)[harm] == HarmLevel::low) return;
    ++assessed.count.asked;
    if (heard.possible[harm] == HarmLevel::low) ++assessed.count.known;
    if (is_proved(turn, harm)) ++assessed.count.proved;
  }

  // Attested or measured how the question stands for the harm, for good or for bad.
  bool is_proved(const Turn& turn, Harm harm) const {
    const bool fails = std::ranges::any_of(claims_of(*turn.question), [&](const evidence::Claim& claim) {
      return standings_.fails(claim) && standings_.of(claim).by->level > evidence::ProofLevel::declared &&
             questionnaire_.when_failed(claim)[harm] > HarmLevel::low;
    });
    return fails || (turn.heard.proved.contains(harm) && turn.heard.harms[harm] == HarmLevel::low &&
                     turn.heard.possible[harm] == HarmLevel::low);
  }

  const Questionnaire& questionnaire_;
  const std::vector<Turn>& turns_;
  const Standings& standings_;
  const std::vector<Failure> failures_;
};

std::vector<Demand> demands_of(const std::vector<Turn>& turns) {
  std::map<MeasureId, Demand> demands;
  for (const Turn& turn : turns) {
    const QuestionId& question = turn.question->id;
    for (const Implication* implication : turn.heard.implications) {
      // What the answer asks for stays in the plan, and is urgent only as far as the answer still weighs.
      HarmLevels harms = implication->harms;
      harms.lower(turn.heard.harms);
      const HarmLevel level = harms.worst();
      for (const MeasureId& measure : implication->leads_to) {
        Demand& demand = demands.try_emplace(measure, Demand{measure, {}, {}}).first->second;
        demand.level = std::max(demand.level, level);
        const bool told =
            !demand.because.empty() && std::get<AnswerCause>(demand.because.back().what).question == question;
        if (!told) demand.because.push_back({level, AnswerCause{question, is_unknown(turn)}});
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

std::string_view name(HarmState state) {
  switch (state) {
    case HarmState::low: return "low";
    case HarmState::not_established: return "not-established";
    case HarmState::moderate: return "moderate";
    case HarmState::high: return "high";
    case HarmState::critical: return "critical";
  }
  fail_check("a HarmState outside its enum", __FILE__, __LINE__);
}

HarmState Assessment::worst() const { return std::ranges::max_element(harms, {}, &HarmAssessment::state)->state; }

Assessment assess(const Questionnaire& questionnaire, const evidence::ClaimKinds& kinds, const Answers& answers,
                  std::span<const Evidence> shown, Instant now) {
  Assessment assessment;
  std::map<QuestionId, std::vector<Evidence>> declared;
  for (const Question* question : questionnaire.questions()) {
    const auto given = answers.find(question->id);
    if (given != answers.end()) declared[question->id] = declared_by(*question, given->second, kinds);
    if (!is_asked(questionnaire, *question, answers)) continue;
    ++assessment.answered.asked;
    if (given == answers.end()) continue;
    ++assessment.answered.answered;
    std::ranges::copy(declared[question->id], std::back_inserter(assessment.declared));
  }
  std::vector<Evidence> evidence = assessment.declared;
  evidence.insert(evidence.end(), shown.begin(), shown.end());
  const Standings standings(evidence, now);

  const std::map<QuestionId, HarmLevels> potential = potentials(questionnaire);
  std::vector<Turn> turns;
  Asking asking;
  for (const Question* question : questionnaire.questions()) {
    const Asking::Asked asked = asking.asked(*question);
    if (asked == Asking::Asked::no) continue;
    const auto given = answers.find(question->id);
    const bool answered = asked == Asking::Asked::yes && given != answers.end();
    const GivenAnswer* answer = answered ? &given->second : nullptr;
    turns.push_back(
        {question, answer, hear(*question, answer, declared[question->id], potential.at(question->id), standings)});
    asking.note(turns.back());
  }
  const Weighing weighing(questionnaire, turns, standings);
  for (std::size_t i = 0; i < kHarms.size(); ++i) assessment.harms.at(i) = weighing.of(kHarms.at(i));
  assessment.demands = demands_of(turns);
  assessment.failures = weighing.failures();
  assessment.count = weighing.count();
  return assessment;
}

}  // namespace garde::diagnostic
