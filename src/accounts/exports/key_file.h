// Key files of KeePass: what a vault may want beside its password, or instead of it. docs/formats/kdbx.md
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/byte_count.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::accounts {

constexpr ByteCount kMaxKeyFileSize = 16_MiB;       // any file may serve as one, a photo too
constexpr std::size_t kMaxKeyFileXmlDepth = 8;      // KeePass writes three levels
constexpr std::size_t kMaxKeyFileText = 1U << 10U;  // bytes of one element; 64 digits, spread over lines

// The 32 bytes that the file stands for: those of its XML, itself when it is 32 bytes or 64 hexadecimal digits, else
// its SHA-256. `subject` names the file in errors, which hold no byte of it. damaged: a key file in XML that is cut, or
// not what its own checksum says; unsupported: one of another version, or with a document type; invalid_input: empty,
// or larger than kMaxKeyFileSize.
Result<crypto::SecretBytes> read_key_file(std::string_view subject, std::span<const std::byte> file);

}  // namespace garde::accounts
