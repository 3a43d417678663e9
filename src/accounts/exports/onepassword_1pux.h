// The 1PUX export of 1Password: a ZIP with one JSON. docs/formats/account-exports.md
#pragma once

#include <span>
#include <string_view>

#include "accounts/exports/export.h"
#include "base/result.h"

namespace garde::accounts {

// `text` is that of its member export.data.
Result<Export> read_1pux(std::string_view subject, std::span<const char> text);

}  // namespace garde::accounts
