// One member of a ZIP, straight into locked memory.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/byte_count.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::accounts {

constexpr std::size_t kMaxZipMembers = 65'535;  // what the format without its 64-bit extension can hold

// Stored or deflated, its CRC-32 checked. Of two members with one name neither is taken. Errors: not_found,
// damaged, unsupported (encrypted, 64-bit extension, another method), invalid_input (larger than `limit` says).
Result<crypto::SecretBytes> read_zip_member(std::string_view subject, std::span<const std::byte> zip,
                                            std::string_view name, ByteCount limit);

// Whether one has this name, read or not. Errors: damaged, unsupported.
Result<bool> has_zip_member(std::string_view subject, std::span<const std::byte> zip, std::string_view name);

}  // namespace garde::accounts
