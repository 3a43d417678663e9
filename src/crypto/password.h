// Passwords of Garde's own users: kept as an Argon2id hash, and as the key that seals other secrets.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/secret.h"

namespace garde::crypto {

// About 0.1 s and 64 MiB on an office computer; the caller limits how many run at once.
std::string hash_password(const SecretBytes& password);  // "$argon2id$v=19$m=65536,t=3,p=1$…"

enum class PasswordMatch { yes, no };
// `invalid_input` when `hash` is not one that hash_password gave, or costs more than this program ever asks.
Result<PasswordMatch> verify_password(const SecretBytes& password, std::string_view hash);

}  // namespace garde::crypto
