#include "documents/plan/plan_report.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace garde::documents {
namespace {

using diagnostic::Cause;
using diagnostic::FailureCause;
using diagnostic::HarmState;

std::string question_words(const diagnostic::Question& question) {
  return question.row_title.empty() ? question.text : fmt::format("{} : {}", question.row_title, question.text);
}

const diagnostic::Question* find_question(const PlanReport& report, const diagnostic::QuestionId& id) {
  return report.questionnaire.find(id);
}

// "« Oui, automatiquement »" without its marks; a date in words.
std::string answer_words(const diagnostic::Question& question, const diagnostic::Value& value) {
  if (const auto* day = std::get_if<Date>(&value)) return text::long_day(*day);
  std::vector<std::string> texts;
  for (const diagnostic::Answer* answer : diagnostic::chosen_answers(question, value)) texts.push_back(answer->text);
  return text::list(texts);
}

// Of whom or of what a claim speaks: a data set, or a tool by the answer that says it holds there.
std::string subject_words(const PlanReport& report, const evidence::Claim& claim) {
  for (const diagnostic::DataSet& data_set : report.questionnaire.data_sets())
    if (data_set.id == claim.subject) return data_set.title;
  for (const diagnostic::Question* question : report.questionnaire.questions()) {
    if (question->kind != diagnostic::QuestionKind::multiple) continue;
    for (const diagnostic::Answer& answer : question->answers)
      if (!answer.alone && diagnostic::shown_by(answer) == std::set{claim}) return answer.text;
  }
  return "";
}

std::string claim_words(const PlanReport& report, const evidence::Claim& claim) {
  const evidence::ClaimKind* kind = report.claims.find(claim.kind);
  const std::string title = kind == nullptr ? claim.kind.text() : kind->title;
  const std::string subject = subject_words(report, claim);
  return subject.empty() ? title : fmt::format("{} ({})", title, subject);
}

std::string day_words(const PlanReport& report, Instant at) { return text::long_day(report.zone.day_of(at)); }

std::string failure_sentence(const PlanReport& report, const FailureCause& failure) {
  const std::string level(evidence::name(failure.shown.level));
  const std::string day = day_words(report, failure.shown.established_at);
  const std::string claim = claim_words(report, failure.shown.claim);
  const auto* question = failure.contradicted ? find_question(report, failure.contradicted->question) : nullptr;
  if (question == nullptr)
    return report.texts.sentence({fmt::format("report.failure.{}", level), {{"claim", claim}, {"day", day}}});
  return report.texts.sentence({fmt::format("report.contradicted.{}", level),
                                {{"answer", answer_words(*question, failure.contradicted->answered)},
                                 {"question", question_words(*question)},
                                 {"claim", claim},
                                 {"day", day}}});
}

std::string mended_sentence(const PlanReport& report, const diagnostic::Mended& mended) {
  const diagnostic::Question* question = find_question(report, mended.question);
  if (question == nullptr) return "";
  const std::string level(evidence::name(mended.by.level));
  const std::string day = day_words(report, mended.by.established_at);
  const diagnostic::Answer* left = mended.left ? question->find(*mended.left) : nullptr;
  if (left != nullptr)
    return report.texts.sentence({fmt::format("report.mended-left.{}", level), {{"answer", left->text}, {"day", day}}});
  return report.texts.sentence({fmt::format("report.mended.{}", level),
                                {{"answer", answer_words(*question, mended.answered)},
                                 {"question", question_words(*question)},
                                 {"claim", claim_words(report, mended.by.claim)},
                                 {"day", day}}});
}

// What the sentence above the three harms is called: the worst of them, and how sure it is.
std::string_view overall_tone(const diagnostic::Assessment& assessment) {
  const HarmState worst = assessment.worst();
  const auto all = [&](auto is_so) { return std::ranges::all_of(assessment.harms, is_so); };
  if (worst == HarmState::low && all(&diagnostic::HarmAssessment::is_proved_low)) return "low-proved";
  if (worst == HarmState::moderate && !all(&diagnostic::HarmAssessment::complete)) return "moderate-open";
  return name(worst);
}

}  // namespace

std::string overall_sentence(const PlanReport& report) {
  const diagnostic::Assessment& assessment = report.assessment;
  if (assessment.answered.answered == 0 && assessment.count.known == 0 &&
      assessment.worst() == HarmState::not_established)
    return report.texts.sentence("report.overall.none");
  std::string sentence =
      report.alarms.empty()
          ? report.texts.sentence(fmt::format("report.overall.{}", overall_tone(assessment)))
          : report.texts.sentence({"report.overall.alarm", {{"count", text::number(report.alarms.size())}}});
  const auto add = [&](std::string_view key, std::size_t count) {
    if (count > 0)
      sentence +=
          " " + report.texts.sentence({fmt::format("report.overall.{}", key), {{"count", text::number(count)}}});
  };
  add("contradicted", static_cast<std::size_t>(std::ranges::count_if(assessment.failures, [](const Cause& failure) {
        return std::get<FailureCause>(failure.what).contradicted.has_value();
      })));
  if (assessment.count.proved > 0)
    sentence += " " + report.texts.sentence({"report.overall.proved",
                                             {{"proved", text::number(assessment.count.proved)},
                                              {"count", text::number(assessment.count.asked)}}});
  add("missing", assessment.answered.asked - assessment.answered.answered);
  return sentence;
}

std::string harm_title(const PlanReport& report, diagnostic::Harm harm) {
  return report.texts.sentence(fmt::format("harm.{}.title", name(harm)));
}

std::string level_word(const PlanReport& report, diagnostic::HarmLevel level) {
  return report.texts.sentence(fmt::format("level.{}", name(level)));
}

std::string state_word(const PlanReport& report, const diagnostic::HarmAssessment& harm) {
  const std::string_view word = harm.is_proved_low() ? "low-proved" : name(harm.state);
  return report.texts.sentence(fmt::format("level.{}", word));
}

std::string count_words(const PlanReport& report, const diagnostic::KnownCount& count) {
  return report.texts.sentence({"report.count",
                                {{"known", text::number(count.known)},
                                 {"count", text::number(count.asked)},
                                 {"proved", text::number(count.proved)}}});
}

std::string proof_words(const PlanReport& report, const plan::StepProgress& step) {
  if (!step.done()) return report.texts.sentence("proof.none");
  const evidence::Evidence& by = *step.standing.by;
  std::string proof = report.texts.sentence(fmt::format("proof.{}", evidence::name(by.level)));
  if (!by.judged || by.judged->of == 0) return proof;
  return report.texts.sentence(
      {"proof.share",
       {{"proof", proof}, {"units", text::number(by.judged->units)}, {"of", text::number(by.judged->of)}}});
}

const std::string& action_title(const plan::Action& action) {
  return action.state == plan::ActionState::kept ? action.measure->kept_title : action.measure->title;
}

std::vector<std::string> because_sentences(const PlanReport& report, const std::vector<diagnostic::Cause>& causes,
                                           std::size_t limit) {
  std::vector<std::string> sentences;
  for (const Cause& cause : causes) {
    if (sentences.size() == limit) break;
    if (const auto* failure = std::get_if<FailureCause>(&cause.what)) {
      sentences.push_back(failure_sentence(report, *failure));
      continue;
    }
    const auto& answer = std::get<diagnostic::AnswerCause>(cause.what);
    const diagnostic::Question* question = find_question(report, answer.question);
    if (question == nullptr) continue;
    const std::string_view key = answer.unknown ? "report.because.unknown" : "report.because.answer";
    sentences.push_back(report.texts.sentence({std::string(key), {{"question", question_words(*question)}}}));
  }
  return sentences;
}

std::vector<std::string> mended_sentences(const PlanReport& report, const diagnostic::HarmAssessment& harm) {
  std::vector<std::string> sentences;
  for (const diagnostic::Mended& mended : harm.mended) sentences.push_back(mended_sentence(report, mended));
  return sentences;
}

std::vector<std::string> open_sentences(const PlanReport& report, const diagnostic::HarmAssessment& harm,
                                        std::size_t limit) {
  std::vector<std::string> sentences;
  for (const evidence::Evidence& once : harm.lapsed)
    sentences.push_back(report.texts.sentence(
        {"report.lapsed",
         {{"claim", claim_words(report, once.claim)}, {"day", day_words(report, once.established_at)}}}));
  for (const diagnostic::QuestionId& id : harm.open)
    if (const diagnostic::Question* question = find_question(report, id))
      sentences.push_back(report.texts.sentence({"report.open", {{"question", question_words(*question)}}}));
  if (sentences.size() <= limit) return sentences;
  const std::size_t more = sentences.size() - limit;
  sentences.resize(limit);
  sentences.push_back(report.texts.sentence({"report.open-more", {{"count", text::number(more)}}}));
  return sentences;
}

std::vector<std::string> finding_sentences(const PlanReport& report, std::size_t limit) {
  std::vector<std::string> sentences;
  for (const OpenAlarm& alarm : report.alarms)
    sentences.push_back(report.texts.sentence(
        {"report.alarm", {{"day", day_words(report, alarm.opened_at)}, {"backup", alarm.backup}}}));
  std::vector<Cause> failures = report.assessment.failures;
  std::ranges::stable_sort(failures, std::ranges::greater{}, &Cause::level);
  for (const Cause& failure : failures)
    if (failure.level > diagnostic::HarmLevel::low)
      sentences.push_back(failure_sentence(report, std::get<FailureCause>(failure.what)));
  for (const diagnostic::HarmAssessment& harm : report.assessment.harms)
    for (const std::string& sentence : mended_sentences(report, harm))
      if (std::ranges::find(sentences, sentence) == sentences.end()) sentences.push_back(sentence);
  if (sentences.size() > limit) sentences.resize(limit);
  return sentences;
}

}  // namespace garde::documents
