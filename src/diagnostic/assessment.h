// Questionnaire, answers and evidence -> what could happen to the practice, why, and which measures follow.
// Pure: the same answers and evidence at the same time give the same assessment, whatever order they came in.
#pragma once

#include "diagnostic/hearing.h"

namespace garde::diagnostic {

// How a harm stands. Nothing bad is known of it and something is not: not established, which is not low.
enum class HarmState : std::uint8_t { low, not_established, moderate, high, critical };  // in growing gravity
std::string_view name(HarmState state);                                                  // "not-established"

// An answer that weighs on a harm, or leads to a measure.
struct AnswerCause {
  QuestionId question;
  bool unknown = false;  // it is a "je ne sais pas"
  bool operator==(const AnswerCause&) const = default;
};

// A claim that is shown not to hold.
struct FailureCause {
  evidence::Evidence shown;
  struct Contradicted {
    QuestionId question;
    Value answered;
    bool operator==(const Contradicted&) const = default;
  };
  std::optional<Contradicted> contradicted;  // the answer that says it holds
  bool operator==(const FailureCause&) const = default;
};

struct Cause {
  HarmLevel level{};
  std::variant<AnswerCause, FailureCause> what;
  bool operator==(const Cause&) const = default;
};

// Of the questions that are asked: how many are known, by an answer or by evidence that is still valid, and of how many
// that is attested or measured, for good or bad.
struct KnownCount {
  std::size_t asked = 0;
  std::size_t known = 0;
  std::size_t proved = 0;
  bool operator==(const KnownCount&) const = default;
};

struct HarmAssessment {
  Harm harm{};
  HarmState state = HarmState::not_established;
  std::vector<Cause> because;              // the worst first; then answers in the order of the questions, then failures
  std::vector<Mended> mended;              // answers that would weigh on it, had nothing shown better
  std::vector<QuestionId> open;            // what is not known and could raise it, in the order of the questions
  std::vector<evidence::Evidence> lapsed;  // failures that would raise it, and have grown old: not known either
  KnownCount count;                        // of the questions that can raise it
  bool complete = false;                   // false while something that is not known could raise it further
  bool operator==(const HarmAssessment&) const = default;

  // Low, and each question that could raise it is attested or measured to be fine.
  bool is_proved_low() const { return state == HarmState::low && count.proved == count.asked; }
};

// A measure that an answer asks for.
struct Demand {
  MeasureId measure;
  HarmLevel level{};           // the worst harm among the answers that ask for it
  std::vector<Cause> because;  // the worst first, then in the order of the questions
  bool operator==(const Demand&) const = default;
};

struct Assessment {
  std::array<HarmAssessment, kHarms.size()> harms;  // in the order of kHarms
  std::vector<Demand> demands;                      // by measure id
  std::vector<Cause> failures;                      // every claim shown not to hold, by claim
  std::vector<evidence::Evidence> declared;         // what the answers say to hold, at level declared
  AnsweredCount answered;
  KnownCount count;  // of the questions that can raise a harm
  bool operator==(const Assessment&) const = default;

  HarmState worst() const;
};

// `shown` is the evidence beside what the answers declare; what is of the future at `now` counts for nothing. Answers
// whose question the questionnaire does not know, or does not ask now, are ignored.
Assessment assess(const Questionnaire& questionnaire, const evidence::ClaimKinds& kinds, const Answers& answers,
                  std::span<const evidence::Evidence> shown, Instant now);

}  // namespace garde::diagnostic
