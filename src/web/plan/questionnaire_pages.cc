#include "web/plan/questionnaire_pages.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "actions/practice/diagnostic.h"
#include "web/page/answers.h"
#include "web/plan/templates.h"

namespace garde::web {
namespace {

using diagnostic::Answers;
using diagnostic::Question;
using diagnostic::QuestionKind;
using diagnostic::Theme;

// What a form just sent, and what was wrong with it: shown again as it was typed.
struct Sent {
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, Message> problems;
};

const Theme* find_theme(const diagnostic::Questionnaire& questionnaire, std::string_view id) {
  const auto found = std::ranges::find(questionnaire.themes(), id, [](const Theme& theme) { return theme.id.text(); });
  return found == questionnaire.themes().end() ? nullptr : &*found;
}

std::vector<std::string> values_of(const Question& question, const Answers& answers, const Sent& sent) {
  if (const auto typed = sent.values.find(question.id.text()); typed != sent.values.end()) return typed->second;
  const auto given = answers.find(question.id);
  return given == answers.end() ? std::vector<std::string>{} : diagnostic::to_texts(given->second.value);
}

std::optional<TypedView> typed_view(const Visitor& visitor, const Question& question,
                                    const std::vector<std::string>& values) {
  if (question.kind != QuestionKind::date && question.kind != QuestionKind::text) return std::nullopt;
  const bool is_date = question.kind == QuestionKind::date;
  TypedView typed{is_date ? "date" : "text", "", is_date ? to_iso(visitor.practice.today()) : ""};
  const bool chosen = !values.empty() && std::ranges::any_of(question.answers, [&](const diagnostic::Answer& answer) {
    return answer.id.text() == values.front();
  });
  if (!values.empty() && !chosen) typed.value = values.front();
  return typed;
}

QuestionView question_view(const Visitor& visitor, const Question& question, const Answers& answers, const Sent& sent) {
  const diagnostic::Questionnaire& questionnaire = visitor.practice.library().questionnaire;
  const std::vector<std::string> values = values_of(question, answers, sent);
  QuestionView view{.id = question.id.text(),
                    .text = question.row_title.empty() ? question.text : question.row_title,
                    .row_text = question.row_of,
                    .help = question.row_title.empty() ? question.help : "",
                    .in_row = !question.row_title.empty(),
                    .hidden = !diagnostic::is_asked(questionnaire, question, answers),
                    .typed = typed_view(visitor, question, values),
                    .choices = {},
                    .problem = {},
                    .saved = {}};
  for (const diagnostic::Answer& answer : question.answers)
    view.choices.push_back({.id = answer.id.text(),
                            .anchor = fmt::format("{}-{}", question.id.text(), answer.id.text()),
                            .type = question.kind == QuestionKind::multiple ? "checkbox" : "radio",
                            .text = answer.text,
                            .help = answer.help,
                            .checked = std::ranges::find(values, answer.id.text()) != values.end(),
                            .alone = answer.alone});
  if (const auto problem = sent.problems.find(question.id.text()); problem != sent.problems.end())
    view.problem = say(visitor, problem->second);
  else if (answers.contains(question.id) && !view.hidden)
    view.saved = say(visitor, "questionnaire.saved");
  return view;
}

std::vector<BlockView> block_views(const Visitor& visitor, const Theme& theme, const Answers& answers,
                                   const Sent& sent) {
  std::vector<BlockView> blocks;
  const Question* previous = nullptr;
  for (const Question& question : theme.questions) {
    const bool same_row = previous != nullptr && !question.row_of.empty() && previous->row_of == question.row_of;
    if (!same_row) blocks.push_back({question.row_of, question.row_of.empty() ? "" : question.help, true, {}});
    blocks.back().questions.push_back(question_view(visitor, question, answers, sent));
    if (!blocks.back().questions.back().hidden) blocks.back().hidden = false;
    previous = &question;
  }
  return blocks;
}

Result<http::Response> render_theme(Visitor& visitor, const Theme& theme, const Answers& answers, const Sent& sent,
                                    bool more) {
  const actions::Library& library = visitor.practice.library();
  ThemePage page{make_frame(visitor, Section::questionnaire, theme.title),
                 theme.id.text(),
                 theme.title,
                 theme.intro,
                 {},
                 {},
                 more,
                 block_views(visitor, theme, answers, sent),
                 ""};
  for (const Theme& other : library.questionnaire.themes()) {
    const auto count = diagnostic::count_answered(library.questionnaire, other, answers);
    page.themes.push_back({other.id.text(), other.title, other.id == theme.id, count.answered == count.asked});
  }
  for (const auto& [question, problem] : sent.problems) page.problems.push_back({question, say(visitor, problem)});
  const bool last = theme.id == library.questionnaire.themes().back().id;
  page.next_label = say(visitor, last ? "questionnaire.finish" : "questionnaire.next");
  return page_response(visitor, render_plan_theme, page,
                       sent.problems.empty() ? http::Status::ok : http::Status::unprocessable_content);
}

std::set<std::string> asked_in(const diagnostic::Questionnaire& questionnaire, const Theme& theme,
                               const Answers& answers) {
  std::set<std::string> asked;
  for (const Question& question : theme.questions)
    if (diagnostic::is_asked(questionnaire, question, answers)) asked.insert(question.id.text());
  return asked;
}

std::string after(const diagnostic::Questionnaire& questionnaire, const Theme& theme) {
  const auto& themes = questionnaire.themes();
  const auto next = std::ranges::find(themes, theme.id, &Theme::id) + 1;
  return next == themes.end() ? "/result" : "/questionnaire/" + next->id.text();
}

// A date's box and its "je ne sais pas" have one name: what is empty says nothing.
std::vector<std::string> sent_values(const http::Form& form, std::string_view name) {
  std::vector<std::string> values;
  for (const std::string_view value : form.fields.all(name))
    if (!value.empty()) values.emplace_back(value);
  return values;
}

http::Response answer_json(bool saved, std::string_view message, const std::set<std::string>& asked) {
  namespace json = boost::json;
  json::array ids;
  for (const std::string& id : asked) ids.emplace_back(id);
  return http::Response::json(
      json::serialize(json::object{{"saved", saved}, {"message", message}, {"asked", std::move(ids)}}),
      saved ? http::Status::ok : http::Status::unprocessable_content);
}

}  // namespace

Result<http::Response> show_first_theme(Visitor& visitor, const http::Request&) {
  const diagnostic::Questionnaire& questionnaire = visitor.practice.library().questionnaire;
  const auto answers = TRY(actions::load_answers(visitor.practice));
  for (const Theme& theme : questionnaire.themes()) {
    const auto count = diagnostic::count_answered(questionnaire, theme, answers);
    if (count.answered < count.asked) return http::Response::see_other("/questionnaire/" + theme.id.text());
  }
  return http::Response::see_other("/questionnaire/" + questionnaire.themes().front().id.text());
}

Result<http::Response> show_theme(Visitor& visitor, const http::Request& request) {
  const actions::Library& library = visitor.practice.library();
  const Theme* theme = find_theme(library.questionnaire, request.parameter("theme"));
  if (theme == nullptr) return no_such_page();
  const auto answers = TRY(actions::load_answers(visitor.practice));
  return render_theme(visitor, *theme, answers, {}, request.query.get("more").has_value());
}

Result<http::Response> save_theme(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const actions::Library& library = visitor.practice.library();
  const diagnostic::Questionnaire& questionnaire = library.questionnaire;
  const Theme* theme = find_theme(questionnaire, request.parameter("theme"));
  if (theme == nullptr) return no_such_page();
  const auto before = TRY(actions::load_answers(visitor.practice));
  Sent sent;
  for (const Question& question : theme->questions) {
    // A question the page did not show keeps the answer it had.
    if (!diagnostic::is_asked(questionnaire, question, before)) continue;
    const std::vector<std::string> values = sent_values(form, question.id.text());
    if (values.empty() && !before.contains(question.id)) continue;
    const auto problem = TRY(actions::answer(visitor.practice, question.id, values));
    if (!problem) continue;
    sent.values[question.id.text()] = values;
    sent.problems.emplace(question.id.text(), *problem);
  }
  const auto answers = TRY(actions::load_answers(visitor.practice));
  if (!sent.problems.empty()) return render_theme(visitor, *theme, answers, sent, false);
  const auto asked_before = asked_in(questionnaire, *theme, before);
  const auto asked_now = asked_in(questionnaire, *theme, answers);
  if (!std::ranges::includes(asked_before, asked_now))
    return http::Response::see_other(fmt::format("/questionnaire/{}?more=1", theme->id.text()));
  return http::Response::see_other(after(questionnaire, *theme));
}

Result<http::Response> save_answer(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const actions::Library& library = visitor.practice.library();
  const auto id = diagnostic::QuestionId::parse(request.parameter("question"));
  const Question* question = id ? library.questionnaire.find(*id) : nullptr;
  if (question == nullptr) return answer_json(false, say(visitor, "questionnaire.unsaved"), {});
  const std::vector<std::string> values = sent_values(form, "value");
  const auto problem = actions::answer(visitor.practice, *id, values);
  const auto answers = actions::load_answers(visitor.practice);
  if (!problem || !answers) return answer_json(false, say(visitor, "questionnaire.unsaved"), {});
  std::set<std::string> asked;
  for (const Theme& theme : library.questionnaire.themes())
    if (std::ranges::find(theme.questions, *id, &Question::id) != theme.questions.end())
      asked = asked_in(library.questionnaire, theme, *answers);
  if (*problem) return answer_json(false, say(visitor, **problem), asked);
  const std::string time = visitor.practice.zone().time_of(visitor.practice.now());
  if (values.empty()) return answer_json(true, say(visitor, "questionnaire.taken-back"), asked);
  return answer_json(true, say(visitor, {"questionnaire.saved-at", {{"time", time}}}), asked);
}

}  // namespace garde::web
