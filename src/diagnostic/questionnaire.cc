#include "diagnostic/questionnaire.h"

#include <algorithm>

namespace garde::diagnostic {

std::string_view name(Harm harm) {
  switch (harm) {
    case Harm::activity_block: return "activity-block";
    case Harm::data_loss: return "data-loss";
    case Harm::data_leak: return "data-leak";
  }
  fail_check("a Harm outside its enum", __FILE__, __LINE__);
}

std::string_view name(HarmLevel level) {
  switch (level) {
    case HarmLevel::low: return "low";
    case HarmLevel::moderate: return "moderate";
    case HarmLevel::high: return "high";
    case HarmLevel::critical: return "critical";
  }
  fail_check("a HarmLevel outside its enum", __FILE__, __LINE__);
}

std::string_view name(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::single: return "single";
    case QuestionKind::multiple: return "multiple";
    case QuestionKind::date: return "date";
    case QuestionKind::text: return "text";
  }
  fail_check("a QuestionKind outside its enum", __FILE__, __LINE__);
}

void HarmLevels::raise(Harm harm, HarmLevel level) {
  HarmLevel& current = levels_.at(static_cast<std::size_t>(harm));
  current = std::max(current, level);
}

void HarmLevels::raise(const HarmLevels& other) {
  for (const Harm harm : kHarms) raise(harm, other[harm]);
}

void HarmLevels::lower(const HarmLevels& other) {
  for (std::size_t i = 0; i < levels_.size(); ++i) levels_.at(i) = std::min(levels_.at(i), other.levels_.at(i));
}

HarmLevel HarmLevels::worst() const { return *std::ranges::max_element(levels_); }

const Answer* Question::find(const AnswerId& answer) const {
  const auto found = std::ranges::find(answers, answer, &Answer::id);
  return found == answers.end() ? nullptr : &*found;
}

const Question* Questionnaire::find(const QuestionId& id) const {
  const auto found = places_.find(id);
  if (found == places_.end()) return nullptr;
  const auto [theme, question] = found->second;
  return &themes_.at(theme).questions.at(question);
}

std::vector<const Question*> Questionnaire::questions() const {
  std::vector<const Question*> all;
  for (const Theme& theme : themes_)
    for (const Question& question : theme.questions) all.push_back(&question);
  return all;
}

HarmLevels Questionnaire::when_failed(const evidence::Claim& claim) const {
  const auto found = when_failed_.find(claim.kind);
  return found == when_failed_.end() ? HarmLevels{} : found->second;
}

std::string for_data_set(std::string_view text, const DataSet& data_set) {
  const std::array<std::pair<std::string_view, std::string_view>, 3> words{
      {{"{data_set}", data_set.id.text()}, {"{title}", data_set.title}, {"{of_them}", data_set.of_them}}};
  std::string filled;
  while (!text.empty()) {
    const auto word = std::ranges::find_if(words, [&](const auto& pair) { return text.starts_with(pair.first); });
    if (word != words.end()) {
      filled += word->second;
      text.remove_prefix(word->first.size());
    } else {
      filled += text.front();
      text.remove_prefix(1);
    }
  }
  return filled;
}

}  // namespace garde::diagnostic
