// Questionnaire and answers -> what could happen to the practice, why, and which measures follow.
// Pure: the same answers on the same day give the same assessment, whatever the order they were given in.
#pragma once

#include "diagnostic/answers.h"

namespace garde::diagnostic {

// One answer that weighs on a harm, or leads to a measure.
struct Cause {
  QuestionId question;
  HarmLevel level{};
  bool unknown = false;  // it is a "je ne sais pas"
  bool operator==(const Cause&) const = default;
};

struct HarmAssessment {
  Harm harm{};
  HarmLevel level{};           // the worst that an answer given so far implies
  std::vector<Cause> because;  // all answers above low, the worst first, then in the order of the questions
  bool complete = false;       // false while an asked question that could raise the level has no answer
  bool operator==(const HarmAssessment&) const = default;
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
  std::vector<evidence::Evidence> declared;         // what the answers say to hold, at level declared
  AnsweredCount answered;
  bool operator==(const Assessment&) const = default;

  HarmLevel worst() const;
};

// `today` decides whether a date that was given is too old. Answers whose question the questionnaire does not
// know, or does not ask now, are ignored.
Assessment assess(const Questionnaire& questionnaire, const evidence::ClaimKinds& kinds, const Answers& answers,
                  Date today);

}  // namespace garde::diagnostic
