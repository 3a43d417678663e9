#include "actions/practice/field_check.h"

namespace garde::actions {

void check_text(const std::string& field, std::string_view value, std::size_t max, LineBreaks line_breaks,
                FieldProblems& problems) {
  if (!is_utf8(value)) {
    problems.push_back({field, {"form.problem.not-text", {}}});
  } else if (has_control_character(value, line_breaks)) {
    problems.push_back({field, {"form.problem.control-character", {}}});
  } else if (count_code_points(value) > max) {
    problems.push_back({field, {"form.problem.too-long", {{"max", text::number(static_cast<std::int64_t>(max))}}}});
  }
}

std::optional<Date> check_past_day(const std::string& field, std::string_view value, Date today,
                                   FieldProblems& problems) {
  const std::string_view typed = trimmed(value);
  if (typed.empty()) return std::nullopt;
  const auto day = parse_date(typed);
  if (!day) {
    problems.push_back({field, {"form.problem.not-a-date", {}}});
    return std::nullopt;
  }
  if (days_between(today, *day) > Days{0}) {
    problems.push_back({field, {"form.problem.future-date", {}}});
    return std::nullopt;
  }
  return *day;
}

}  // namespace garde::actions
