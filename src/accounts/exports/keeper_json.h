// The JSON export of Keeper. docs/formats/account-exports.md
#pragma once

#include <string_view>

#include "accounts/exports/export.h"
#include "accounts/exports/secret_json.h"
#include "base/result.h"

namespace garde::accounts {

bool is_keeper(const boost::json::value& file);
Result<Export> read_keeper_json(std::string_view subject, const boost::json::value& file);

}  // namespace garde::accounts
