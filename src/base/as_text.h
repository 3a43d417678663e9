// Names of files and other bytes that somebody else wrote, as text that can be shown and stored.
#pragma once

#include <string>
#include <string_view>

namespace garde {

// What is not UTF-8 becomes U+FFFD, byte by byte, and so does NUL, which no database takes as text.
std::string as_text(std::string_view bytes);

// The same as one line that shows all it holds and moves nothing around it: control characters of both sets, line ends,
// what turns the direction of writing around and bytes that are not UTF-8 are written out, "\n", "\x1b", "\u202e".
std::string visible_text(std::string_view bytes);

// The same for a text of several lines, each of which was composed of visible text: line ends stay, and tabs.
std::string visible_lines(std::string_view text);

// The same for JSON, which goes on to mean what it meant: "\u202e" within its strings.
std::string visible_json(std::string_view json);

}  // namespace garde
