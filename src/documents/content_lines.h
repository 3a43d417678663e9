// The lines that calendars (RFC 5545) and cards (RFC 6350, RFC 2426) are made of.
#pragma once

#include <string>
#include <string_view>

namespace garde::documents {

// A value of type text: backslash, semicolon and comma are escaped, a newline becomes \n. Other characters that act on
// what shows them are written out (visible_lines).
std::string escaped_content(std::string_view text);

// Adds the line with its CRLF, folded between characters into lines of at most 75 bytes.
void add_content_line(std::string& lines, std::string_view line);

}  // namespace garde::documents
