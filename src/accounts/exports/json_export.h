// Every export that is a JSON document, recognised by its form. docs/formats/account-exports.md
#pragma once

#include <span>
#include <string_view>

#include "accounts/exports/export.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::accounts {

// `password` opens a protected one; null without any. Errors as read_export.
Result<Export> read_json_export(std::string_view subject, std::span<const char> text,
                                const crypto::SecretBytes* password);

}  // namespace garde::accounts
