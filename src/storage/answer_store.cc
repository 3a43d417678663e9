#include "storage/answer_store.h"

#include <string>
#include <string_view>
#include <utility>

namespace garde::storage {
namespace {

using diagnostic::AnswerEntry;
using diagnostic::AnswerId;
using diagnostic::Choice;
using diagnostic::Choices;
using diagnostic::GivenAnswer;
using diagnostic::QuestionId;

constexpr Sql kSelect = R"sql(
SELECT question_id, kind, value, answered_at FROM answer AS given
WHERE practice_id = ? AND position = (SELECT MAX(position) FROM answer
                                      WHERE practice_id = given.practice_id AND question_id = given.question_id)
ORDER BY question_id)sql";
constexpr Sql kSelectHistory = R"sql(
SELECT question_id, kind, value, answered_at FROM answer WHERE practice_id = ? ORDER BY question_id, position
LIMIT ?)sql";
constexpr Sql kSelectLast = R"sql(
SELECT question_id, kind, value, answered_at FROM answer WHERE practice_id = ? AND question_id = ?
ORDER BY position DESC LIMIT 1)sql";
constexpr Sql kAdd = R"sql(
INSERT INTO answer (practice_id, question_id, position, kind, value, answered_at)
VALUES (?, ?, (SELECT COALESCE(MAX(position) + 1, 0) FROM answer WHERE practice_id = ? AND question_id = ?), ?, ?, ?)
)sql";

constexpr std::string_view kChoice = "choice";
constexpr std::string_view kChoices = "choices";
constexpr std::string_view kDate = "date";
constexpr std::string_view kText = "text";
constexpr std::string_view kTakenBack = "none";

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

Result<AnswerEntry> read_entry(Row& row) {
  auto question = TRY(row.id<diagnostic::QuestionTag>());
  const auto kind = TRY(row.text());
  const auto text = TRY(row.text());
  std::optional<diagnostic::Value> value;
  if (kind != kTakenBack) {
    auto parsed = parse_value(kind, text);
    if (!parsed) return row.damaged("expected a value of its kind");
    value = *std::move(parsed);
  }
  const auto at = TRY(row.instant());
  return AnswerEntry{std::move(question), std::move(value), at};
}

Result<void> add(Connection& connection, const PracticeId& practice, const QuestionId& question, std::string_view kind,
                 std::string_view value, Instant at) {
  TRY(connection.execute(kAdd, {practice, question, practice, question, kind, value, at}));
  return {};
}

}  // namespace

Result<diagnostic::AnswerHistory> load_answer_history(Connection& connection, const PracticeId& practice) {
  return read_all(connection.query(kSelectHistory, {practice, kMaxAnswersLoaded}), read_entry);
}

Result<diagnostic::Answers> load_answers(Connection& connection, const PracticeId& practice) {
  const auto last = TRY(read_all(connection.query(kSelect, {practice}), read_entry));
  return diagnostic::answers_at(last, Instant::max());
}

Result<void> save_answer(Connection& connection, const PracticeId& practice, const QuestionId& question,
                         const GivenAnswer& answer) {
  const auto [kind, value] = to_columns(answer.value);
  return add(connection, practice, question, kind, value, answer.answered_at);
}

Result<void> remove_answer(Connection& connection, const PracticeId& practice, const QuestionId& question, Instant at) {
  const auto last = TRY(read_all(connection.query(kSelectLast, {practice, question}), read_entry));
  if (last.empty() || !last.front().value) return {};
  return add(connection, practice, question, kTakenBack, "", at);
}

}  // namespace garde::storage
