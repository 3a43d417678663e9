// The JSON exports of Bitwarden, plain or protected by a password. docs/formats/account-exports.md
#pragma once

#include <string_view>

#include "accounts/exports/export.h"
#include "accounts/exports/secret_json.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::accounts {

bool is_bitwarden(const boost::json::value& file);
Result<Export> read_bitwarden_json(std::string_view subject, const boost::json::value& file,
                                   const crypto::SecretBytes* password);

}  // namespace garde::accounts
