// keys/<hex>: the master key, sealed under a password.
#pragma once

#include <span>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "crypto/kdf.h"
#include "formats/restic/envelope.h"

namespace garde::formats::restic {

constexpr ByteCount kMaxKeyFile = 64_KiB;

struct KeyFile {
  crypto::ScryptCost cost;
  std::vector<std::byte> salt;
  std::vector<std::byte> data;  // an envelope
};

// `damaged` when it is no key file, `unsupported` when its key derivation is not scrypt.
Result<KeyFile> parse_key_file(std::span<const std::byte> bytes);

// `wrong_secret` when the password is not this file's, `unsupported` when its cost passes our limits.
Result<MasterKey> unlock(const KeyFile& file, const crypto::SecretBytes& password, unsigned threads);

}  // namespace garde::formats::restic
