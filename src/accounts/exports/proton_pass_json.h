// The JSON export of Proton Pass, alone or out of its ZIP. docs/formats/account-exports.md
#pragma once

#include <string_view>

#include "accounts/exports/export.h"
#include "accounts/exports/secret_json.h"
#include "base/result.h"

namespace garde::accounts {

bool is_proton_pass(const boost::json::value& file);
// Errors as read_export: unsupported when it is encrypted with PGP.
Result<Export> read_proton_pass_json(std::string_view subject, const boost::json::value& file);

}  // namespace garde::accounts
