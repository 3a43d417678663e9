// Which requests are served at all. Stricter than the standard wherever two programs are known to disagree.
#pragma once

#include <span>
#include <string>

#include <tl/expected.hpp>

#include "base/byte_count.h"
#include "http/head_syntax.h"
#include "http/target.h"

namespace garde::http {

struct RequestHead {
  Method method{};
  Target target;
  Headers headers;
  ByteCount content_length;
  bool expects_continue = false;
  bool keep_alive = true;
};

// Refuses, in this order: any version but HTTP/1.1 (505); a header that must stand alone and is repeated, or a
// Transfer-Encoding (400); a Host missing (400) or not among `hosts`, compared byte by byte (421: what keeps a
// page of another site from reaching us through DNS rebinding); an unknown method (501); a target that
// parse_target refuses (400); a Content-Length that is not plain digits (400); an expectation other than
// 100-continue (417).
tl::expected<RequestHead, Refusal> judge_head(HeadSyntax syntax, std::span<const std::string> hosts);

}  // namespace garde::http
