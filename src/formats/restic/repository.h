// A repository once its password was right.
#pragma once

#include <memory>

#include "base/result.h"
#include "crypto/kdf.h"
#include "formats/restic/envelope.h"
#include "formats/restic/reader.h"
#include "io/tree.h"

namespace garde::formats::restic {

constexpr std::size_t kMaxKeysTried = 20;
// Of all that are tried together, as crypto::kMaxScryptWork: a minute at most, or twenty usual keys and more.
constexpr std::uint64_t kMaxKeysWork = 2 * crypto::kMaxScryptWork;

// `tree` must outlive it.
struct Repository {
  const io::Tree& tree;
  MasterKey key;
};

// `not_found` when it is no repository; `wrong_secret` when all key files are whole and none opens; `damaged` when one
// that may be the password's own is not whole; `unsupported` when one asks for what we do not do, or all together for
// more than `most_work`.
Result<Repository> open_repository(const io::Tree& tree, const crypto::SecretBytes& password, unsigned threads,
                                   std::uint64_t most_work = kMaxKeysWork);

}  // namespace garde::formats::restic
