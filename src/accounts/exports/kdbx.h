// KDBX 3.1 and 4, the databases of KeePass 2 and KeePassXC: opened with their password, their key file or both, never
// written. docs/formats/kdbx.md
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "accounts/exports/export.h"
#include "base/byte_count.h"
#include "base/result.h"
#include "crypto/key_stream.h"
#include "crypto/secret.h"

namespace garde::accounts {

constexpr ByteCount kMaxKdbxContent = 256_MiB;  // unpacked, attachments included

bool is_kdbx(std::span<const std::byte> file);
bool is_keepass_1(std::span<const std::byte> file);  // the database of KeePass 1, of which none is read

struct KdbxContent {
  crypto::SecretBytes memory;
  std::span<const char> xml;     // in `memory`
  crypto::KeyStream protection;  // unveils the protected values of `xml`, in the order of the document
};

// In version 4 a wrong secret and damage are told apart: the header carries its own hash, and another one under
// the key. In version 3 damage to the first bytes is taken for a wrong secret. One part of `secrets` at least.
// unsupported: an older version, a cipher or key derivation not read, a cost past the limits of crypto.
Result<KdbxContent> open_kdbx(std::string_view subject, std::span<const std::byte> file, const ExportSecrets& secrets);

}  // namespace garde::accounts
