#include "documents/plan/questionnaire_json.h"

#include <boost/json.hpp>

namespace garde::documents {
namespace {

namespace json = boost::json;

json::value shown_if_json(const std::vector<diagnostic::Condition>& conditions) {
  if (conditions.empty()) return nullptr;
  json::array all;
  for (const diagnostic::Condition& condition : conditions) {
    json::array any_of;
    for (const diagnostic::AnswerId& answer : condition.any_of) any_of.emplace_back(answer.text());
    all.push_back({{"question", condition.question.text()}, {"any_of", std::move(any_of)}});
  }
  return {{"all", std::move(all)}};
}

json::value question_json(const diagnostic::Question& question) {
  json::array answers;
  for (const diagnostic::Answer& answer : question.answers)
    answers.push_back(
        {{"id", answer.id.text()}, {"text", answer.text}, {"unknown", answer.unknown}, {"alone", answer.alone}});
  return {{"id", question.id.text()},     {"text", question.text},     {"help", question.help},
          {"kind", name(question.kind)},  {"row", question.row_title}, {"shown_if", shown_if_json(question.shown_if)},
          {"answers", std::move(answers)}};
}

}  // namespace

std::string questionnaire_json(const diagnostic::Questionnaire& questionnaire) {
  json::array themes;
  for (const diagnostic::Theme& theme : questionnaire.themes()) {
    json::array questions;
    for (const diagnostic::Question& question : theme.questions) questions.push_back(question_json(question));
    themes.push_back({{"id", theme.id.text()}, {"title", theme.title}, {"questions", std::move(questions)}});
  }
  return json::serialize(json::object{{"version", questionnaire.version()}, {"themes", std::move(themes)}});
}

}  // namespace garde::documents
