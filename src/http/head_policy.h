// Which requests are served at all. Stricter than the standard wherever two programs are known to disagree.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <tl/expected.hpp>

#include "base/byte_count.h"
#include "http/head_syntax.h"
#include "http/target.h"

namespace garde::http {

// A browser sends about twenty, proxies a few more; kept small because each takes more memory than it is long.
inline constexpr std::size_t kMaxHeaders = 100;

struct RequestHead {
  Method method{};
  Target target;
  Headers headers;
  ByteCount content_length;
  bool expects_continue = false;
  bool keep_alive = true;
};

// Refuses, in this order: any version but HTTP/1.1 (505); more than kMaxHeaders (431); a header that must stand alone
// and is repeated, or a Transfer-Encoding (400); a Host missing (400) or not among `hosts`, compared byte by byte (421:
// what keeps a page of another site from reaching us through DNS rebinding); an unknown method (501); what a page of
// another site made the browser send, other than following a link to us (403); a target that parse_target refuses
// (400); a Content-Length that is not plain digits (400), or a body to a method that has none (413); an expectation
// other than 100-continue (417).
tl::expected<RequestHead, Refusal> judge_head(HeadSyntax syntax, std::span<const std::string> hosts);

}  // namespace garde::http
