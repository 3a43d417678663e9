#include "documents/plan/plan_reasons.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace garde::documents {
namespace {

using diagnostic::Cause;
using diagnostic::FailureCause;
using diagnostic::Question;

// A sentence to be: two that differ only in the data set are one.
struct Reason {
  std::string key;
  std::vector<std::pair<std::string, std::string>> params = {};  // but for the claim and the question
  std::string claim = {};                                        // its title; empty when the sentence names none
  std::vector<std::string> subjects = {};                        // of the claim
  std::string question = {};  // without the title of its row; empty when it names none
  std::vector<std::string> rows = {};

  bool says_the_same(const Reason& other) const {
    return std::tie(key, params, claim, question) == std::tie(other.key, other.params, other.claim, other.question);
  }
};

void add_new(std::vector<std::string>& all, const std::vector<std::string>& some) {
  for (const std::string& one : some)
    if (!one.empty() && std::ranges::find(all, one) == all.end()) all.push_back(one);
}

void add(std::vector<Reason>& reasons, Reason reason) {
  const auto same = std::ranges::find_if(reasons, [&](const Reason& one) { return one.says_the_same(reason); });
  if (same == reasons.end()) return reasons.push_back(std::move(reason));
  add_new(same->subjects, reason.subjects);
  add_new(same->rows, reason.rows);
}

std::string in_words(const PlanReport& report, const Reason& reason) {
  Message message{reason.key, reason.params};
  if (!reason.claim.empty())
    message.params.emplace_back("claim", reason.subjects.empty()
                                             ? reason.claim
                                             : fmt::format("{} ({})", reason.claim, text::list(reason.subjects)));
  if (!reason.question.empty())
    message.params.emplace_back("question", reason.rows.empty() ? reason.question
                                                                : fmt::format("{}{}: {}", text::list(reason.rows),
                                                                              text::kNoBreakSpace, reason.question));
  return report.texts.sentence(message);
}

// The first of them, then how many are left out.
std::vector<std::string> in_words(const PlanReport& report, const std::vector<Reason>& reasons, std::size_t limit) {
  std::vector<std::string> sentences;
  for (const Reason& reason : reasons) {
    if (sentences.size() == limit) {
      sentences.push_back(report.texts.sentence(
          {"report.more", {{"count", text::number(static_cast<std::int64_t>(reasons.size() - limit))}}}));
      break;
    }
    sentences.push_back(in_words(report, reason));
  }
  return sentences;
}

// "Oui, automatiquement"; a date in words.
std::string answer_words(const Question& question, const diagnostic::Value& value) {
  if (const auto* day = std::get_if<Date>(&value)) return text::long_day(*day);
  std::vector<std::string> texts;
  for (const diagnostic::Answer* answer : diagnostic::chosen_answers(question, value)) texts.push_back(answer->text);
  return text::list(texts);
}

// Of whom or of what a claim speaks: a data set, or a tool by the answer that says it holds there.
std::string subject_words(const PlanReport& report, const evidence::Claim& claim) {
  for (const diagnostic::DataSet& data_set : report.questionnaire.data_sets())
    if (data_set.id == claim.subject) return data_set.title;
  for (const Question* question : report.questionnaire.questions()) {
    if (question->kind != diagnostic::QuestionKind::multiple) continue;
    for (const diagnostic::Answer& answer : question->answers)
      if (!answer.alone && diagnostic::shown_by(answer) == std::set{claim}) return answer.text;
  }
  return "";
}

std::string day_words(const PlanReport& report, Instant at) { return text::long_day(report.zone.day_of(at)); }

void ask(const Question& question, Reason& reason) {
  reason.question = question.text;
  add_new(reason.rows, {question.row_title});
}

Reason shown(const PlanReport& report, std::string key, const evidence::Evidence& by) {
  const evidence::ClaimKind* kind = report.claims.find(by.claim.kind);
  Reason reason{.key = std::move(key),
                .params = {{"day", day_words(report, by.established_at)}},
                .claim = kind == nullptr ? by.claim.kind.text() : kind->title};
  add_new(reason.subjects, {subject_words(report, by.claim)});
  return reason;
}

Reason reason_of(const PlanReport& report, const FailureCause& failure) {
  const Question* question = failure.contradicted ? report.questionnaire.find(failure.contradicted->question) : nullptr;
  const std::string_view level = evidence::name(failure.shown.level);
  if (question == nullptr) return shown(report, fmt::format("report.failure.{}", level), failure.shown);
  Reason reason = shown(report, fmt::format("report.contradicted.{}", level), failure.shown);
  reason.params.emplace_back("answer", answer_words(*question, failure.contradicted->answered));
  ask(*question, reason);
  return reason;
}

void add(const PlanReport& report, const std::vector<diagnostic::Mended>& all, std::vector<Reason>& reasons) {
  for (const diagnostic::Mended& mended : all) {
    const Question* question = report.questionnaire.find(mended.question);
    if (question == nullptr) continue;
    const diagnostic::Answer* left = mended.left ? question->find(*mended.left) : nullptr;
    const std::string_view level = evidence::name(mended.by.level);
    Reason reason = shown(
        report, left == nullptr ? fmt::format("report.mended.{}", level) : fmt::format("report.mended-left.{}", level),
        mended.by);
    reason.params.emplace_back("answer", left == nullptr ? answer_words(*question, mended.answered) : left->text);
    if (left == nullptr)
      ask(*question, reason);
    else
      reason.claim.clear();
    add(reasons, std::move(reason));
  }
}

}  // namespace

std::vector<std::string> because_sentences(const PlanReport& report, const std::vector<Cause>& causes,
                                           std::size_t limit) {
  std::vector<Reason> reasons;
  for (const Cause& cause : causes) {
    if (const auto* failure = std::get_if<FailureCause>(&cause.what)) {
      add(reasons, reason_of(report, *failure));
      continue;
    }
    const auto& answer = std::get<diagnostic::AnswerCause>(cause.what);
    const Question* question = report.questionnaire.find(answer.question);
    if (question == nullptr) continue;
    Reason reason{.key = answer.unknown ? "report.because.unknown" : "report.because.answer"};
    ask(*question, reason);
    add(reasons, std::move(reason));
  }
  if (reasons.size() > limit) reasons.erase(reasons.begin() + static_cast<std::ptrdiff_t>(limit), reasons.end());
  return in_words(report, reasons, limit);
}

std::vector<std::string> mended_sentences(const PlanReport& report, const diagnostic::HarmAssessment& harm) {
  std::vector<Reason> reasons;
  add(report, harm.mended, reasons);
  return in_words(report, reasons, reasons.size());
}

std::vector<std::string> open_sentences(const PlanReport& report, const diagnostic::HarmAssessment& harm,
                                        std::size_t limit) {
  std::vector<Reason> reasons;
  for (const evidence::Evidence& once : harm.lapsed) add(reasons, shown(report, "report.lapsed", once));
  for (const diagnostic::QuestionId& id : harm.open)
    if (const Question* question = report.questionnaire.find(id)) {
      Reason reason{.key = "report.open"};
      ask(*question, reason);
      add(reasons, std::move(reason));
    }
  return in_words(report, reasons, limit);
}

std::vector<std::string> finding_sentences(const PlanReport& report, std::size_t limit) {
  std::vector<Reason> reasons;
  for (const OpenAlarm& alarm : report.alarms)
    reasons.push_back({"report.alarm", {{"day", day_words(report, alarm.opened_at)}, {"backup", alarm.backup}}});
  std::vector<Cause> failures = report.assessment.failures;
  std::ranges::stable_sort(failures, std::ranges::greater{}, [](const Cause& failure) {
    return std::pair(failure.level, std::get<FailureCause>(failure.what).contradicted.has_value());
  });
  for (const Cause& failure : failures)
    if (failure.level > diagnostic::HarmLevel::low)
      add(reasons, reason_of(report, std::get<FailureCause>(failure.what)));
  for (const diagnostic::HarmAssessment& harm : report.assessment.harms) add(report, harm.mended, reasons);
  return in_words(report, reasons, limit);
}

}  // namespace garde::documents
