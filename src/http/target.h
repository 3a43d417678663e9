// What a request line asks for.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "http/fields.h"

namespace garde::http {

struct Target {
  std::string path;  // "/plan/mots de passe": decoded once, UTF-8, starts with '/', no dot segment, no "//"
  Fields query;
  bool operator==(const Target&) const = default;
};

// Strict origin-form only ("/path?query"). An encoded slash, a backslash, a control character, a dot segment in
// any spelling and an empty segment (but the last) are invalid_input: two programs could read them differently.
Result<Target> parse_target(std::string_view text);

// True for what may stand in a link or a redirect to this site: a target that parse_target reads, percent-encoded,
// and perhaps a "#fragment" of plain characters.
bool is_local_target(std::string_view text);

}  // namespace garde::http
