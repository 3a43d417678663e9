// Findings as data for other programs and for the database: each field by its name, as its value.
#pragma once

#include <string_view>

#include <boost/json/fwd.hpp>

#include "backups/finding.h"

namespace garde::backups {

// {"path":"a.txt","damage":"wrong_hash","offset":3184}: without the finding's name. Empty texts and absent values are
// left out; bytes of names that are not UTF-8 become U+FFFD.
boost::json::object finding_fields(const Finding& finding);

// The finding of this name with these fields, as finding_fields() wrote them. `damaged` when the name is none of ours,
// or a field is missing, of another form, or one too many.
Result<Finding> parse_finding(std::string_view name, std::string_view fields);

}  // namespace garde::backups
