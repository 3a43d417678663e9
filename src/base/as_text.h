// Names of files and other bytes that somebody else wrote, as text that can be shown and stored.
#pragma once

#include <string>
#include <string_view>

namespace garde {

// What is not UTF-8 becomes U+FFFD, byte by byte, and so does NUL, which no database takes as text.
std::string as_text(std::string_view bytes);

}  // namespace garde
