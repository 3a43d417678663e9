// The 1PUX export of 1Password: a ZIP with one JSON. docs/formats/account-exports.md
#pragma once

#include <string_view>

#include "accounts/exports/export.h"
#include "accounts/exports/secret_json.h"
#include "base/result.h"

namespace garde::accounts {

// `file` is what its member export.data holds, with a list of accounts.
Result<Export> read_1pux(std::string_view subject, const boost::json::value& file);

}  // namespace garde::accounts
