// UTF-8 as people type it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace garde {

// Strict: no overlong forms, no surrogates, nothing above U+10FFFF. Returns the offset of the first
// bad byte, or npos when all is well.
std::size_t find_invalid_utf8(std::string_view text);
inline bool is_utf8(std::string_view text) { return find_invalid_utf8(text) == std::string_view::npos; }

// Number of code points of valid UTF-8.
std::size_t count_code_points(std::string_view text);

// The first `count` code points; never cuts one in two. The text must be valid UTF-8. The view is into `text`.
std::string_view first_code_points(std::string_view text, std::size_t count);

// True if it holds a C0 or C1 control character; newline, carriage return and tab count unless allowed.
enum class LineBreaks { refused, allowed };
bool has_control_character(std::string_view text, LineBreaks line_breaks);

// Without leading and trailing white space, the no-break ones included. The view is into `text`.
std::string_view trimmed(std::string_view text);

}  // namespace garde
