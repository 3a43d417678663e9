// What was judged, as data for other programs and for the database.
//
//   {"units":38,"of":40,"bytes":1024,"of_bytes":2048,"left_out":[{"reason":"unreadable","units":2,"bytes":1024,
//    "examples":["a.tif"]}]}
#pragma once

#include <string_view>

#include <boost/json/fwd.hpp>

#include "base/result.h"
#include "evidence/judgement.h"

namespace garde::evidence {

// Bytes of names that are not UTF-8 become U+FFFD.
boost::json::object to_json(const Judged& judged);
// As to_json() wrote it. `damaged` when it has another form.
Result<Judged> parse_judged(std::string_view text);

}  // namespace garde::evidence
