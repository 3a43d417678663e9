// The JSON exports of Bitwarden, plain or protected by a password. docs/formats/account-exports.md
#pragma once

#include <span>
#include <string_view>

#include "accounts/exports/export.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::accounts {

Result<Export> read_bitwarden_json(std::string_view subject, std::span<const char> text,
                                   const crypto::SecretBytes* password);

}  // namespace garde::accounts
