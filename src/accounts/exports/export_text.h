// The text of an export as UTF-8, whatever an office program made of it.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "crypto/secret.h"

namespace garde::accounts {

struct ExportText {
  crypto::SecretBytes memory;
  std::span<char> utf8;  // in `memory`, after a byte order mark
};

// UTF-16 goes by its byte order mark, or by the zeros beside its first letters. Text that is not UTF-8 is read as
// Windows-1252, what a French Excel saves. `unsupported` for what is no text at all.
Result<ExportText> decode_text(std::string_view subject, crypto::SecretBytes file);

}  // namespace garde::accounts
