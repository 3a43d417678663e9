// Finds and parses the head of a request: from its first byte to the empty line. Syntax only; head_policy.h judges.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "http/http.h"

namespace garde::http {

struct HeadScan {
  enum class State { incomplete, complete, malformed };
  State state = State::incomplete;
  std::size_t size = 0;  // bytes up to and with the empty line when complete, bytes examined when incomplete
};

// Looks for the end of the head in `bytes`, of which the first `examined` have been looked at by an earlier call.
// A NUL, a CR or an LF alone, and a line that starts with a blank (obs-fold) are malformed at once: waiting for
// more would let a peer that counts lines differently hide a request inside this one.
HeadScan scan_head(std::string_view bytes, std::size_t examined);

// Why a request is turned away before it reaches a handler.
struct Refusal {
  Status status{};
  std::string_view why;  // English, a literal, for tests and debugging
  bool operator==(const Refusal&) const = default;
};

struct HeadSyntax {
  std::string method;
  std::string target;
  int version = 0;  // 10 or 11
  Headers headers;
};

// `bytes` is what scan_head found complete. What is not HTTP gives 400, another version of it 505.
tl::expected<HeadSyntax, Refusal> parse_head_syntax(std::string_view bytes);

}  // namespace garde::http
