// Passwords given to a command: on the first line of a file, or typed at the terminal without being shown.
#pragma once

#include <optional>
#include <string>

#include "cli/command.h"
#include "crypto/secret.h"

namespace garde::cli {

// The first line of the file. Fails as not_found or unreadable.
Result<crypto::SecretBytes> read_password_file(const std::string& path);

// Asks with `question` at the terminal of this process; nothing when there is none, or nothing was typed.
std::optional<crypto::SecretBytes> ask_password(const std::string& question);

}  // namespace garde::cli
