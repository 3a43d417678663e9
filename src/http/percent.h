// Percent-encoding (RFC 3986): %XX in paths, queries, forms and file names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace garde::http {

enum class PlusSign { literal, space };  // a '+' is a space in forms and queries only

// Decodes once. Nothing if a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text, PlusSign plus);

// Everything but A-Z a-z 0-9 - . _ ~ as %XX: good for one path segment, one query value, one file name.
std::string percent_encoded(std::string_view text);

}  // namespace garde::http
