// What every form asks of a field.
#pragma once

#include "actions/practice/practice.h"
#include "base/utf8.h"

namespace garde::actions {

// Adds a problem when the text is not UTF-8, holds a control character, or is longer than `max` code points.
void check_text(const std::string& field, std::string_view value, std::size_t max, LineBreaks line_breaks,
                FieldProblems& problems);

// The day typed, or nothing when the field is empty; adds a problem when it is no day, or later than `today`.
std::optional<Date> check_past_day(const std::string& field, std::string_view value, Date today,
                                   FieldProblems& problems);

}  // namespace garde::actions
