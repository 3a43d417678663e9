#include "storage/answer_store.h"

#include <string>
#include <string_view>
#include <utility>

namespace garde::storage {
namespace {

using diagnostic::AnswerId;
using diagnostic::Choice;
using diagnostic::Choices;
using diagnostic::GivenAnswer;
using diagnostic::QuestionId;

constexpr Sql kSelect = R"sql(
SELECT question_id, kind, value, answered_at FROM answer WHERE practice_id = ? ORDER BY question_id)sql";
constexpr Sql kSave = R"sql(
INSERT INTO answer (practice_id, question_id, kind, value, answered_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (practice_id, question_id) DO UPDATE
SET kind = excluded.kind, value = excluded.value, answered_at = excluded.answered_at)sql";
constexpr Sql kDelete = R"sql(DELETE FROM answer WHERE practice_id = ? AND question_id = ?)sql";

constexpr std::string_view kChoice = "choice";
constexpr std::string_view kChoices = "choices";
constexpr std::string_view kDate = "date";
constexpr std::string_view kText = "text";

struct Columns {
  std::string_view kind;
  std::string value;
};

Columns to_columns(const diagnostic::Value& value) {
  struct ToColumns {
    Columns operator()(const Choice& choice) const { return {kChoice, choice.text()}; }
    Columns operator()(const Choices& choices) const {
      std::string joined;
      for (const AnswerId& id : choices) joined += (joined.empty() ? "" : " ") + id.text();
      return {kChoices, joined};
    }
    Columns operator()(const Date& date) const { return {kDate, to_iso(date)}; }
    Columns operator()(const std::string& text) const { return {kText, text}; }
  };
  return std::visit(ToColumns{}, value);
}

Result<Choices> parse_choices(std::string_view text) {
  Choices choices;
  for (;;) {
    const std::size_t space = text.find(' ');
    choices.insert(TRY(AnswerId::parse(text.substr(0, space))));
    if (space == std::string_view::npos) return choices;
    text.remove_prefix(space + 1);
  }
}

Result<diagnostic::Value> parse_value(std::string_view kind, const std::string& value) {
  if (kind == kChoice) return diagnostic::Value(TRY(AnswerId::parse(value)));
  if (kind == kChoices) return diagnostic::Value(TRY(parse_choices(value)));
  if (kind == kDate) return diagnostic::Value(TRY(parse_date(value)));
  if (kind == kText) return diagnostic::Value(value);
  return Error{ErrorKind::invalid_input, "answer", std::nullopt, "unknown kind"};
}

Result<std::pair<QuestionId, GivenAnswer>> read_answer(Row& row) {
  auto question = TRY(row.id<diagnostic::QuestionTag>());
  const auto kind = TRY(row.text());
  auto value = parse_value(kind, TRY(row.text()));
  if (!value) return row.damaged("expected a value of its kind");
  const auto answered_at = TRY(row.instant());
  return std::pair(std::move(question), GivenAnswer{*std::move(value), answered_at});
}

}  // namespace

Result<diagnostic::Answers> load_answers(Connection& connection, const PracticeId& practice) {
  auto rows = TRY(read_all(connection.query(kSelect, {practice}), read_answer));
  diagnostic::Answers answers;
  for (auto& [question, answer] : rows) answers.insert_or_assign(std::move(question), std::move(answer));
  return answers;
}

Result<void> save_answer(Connection& connection, const PracticeId& practice, const QuestionId& question,
                         const GivenAnswer& answer) {
  const auto [kind, value] = to_columns(answer.value);
  TRY(connection.execute(kSave, {practice, question, kind, value, answer.answered_at}));
  return {};
}

Result<void> remove_answer(Connection& connection, const PracticeId& practice, const QuestionId& question) {
  TRY(connection.execute(kDelete, {practice, question}));
  return {};
}

}  // namespace garde::storage
