// The files of a repository on the disk: listing them, and reading the small ones whole.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "crypto/digest.h"
#include "formats/restic/decoder.h"
#include "io/tree.h"

namespace garde::formats::restic {

constexpr ByteCount kMaxIndexFile = 512_MiB;

struct StoredFile {
  crypto::Sha256Digest id;  // its name
  ByteCount size;
  std::uint64_t number = 0;  // io::FileIdentity::number: about the order on the medium
};

// The files of a directory that are named by a hash, sorted by it; other names are left alone. A directory that is
// not there is empty. Tried twice before it is `unreadable`.
Result<std::vector<StoredFile>> list_stored(const io::Tree& tree, std::string_view directory);
// All packs, sorted by id. A pack in another folder than its own counts as absent.
Result<std::vector<StoredFile>> list_packs(const io::Tree& tree);

std::string path_in(std::string_view directory, const crypto::Sha256Digest& id);
std::string path_of_pack(const PackId& id);

struct StoredBytes {
  std::vector<std::byte> bytes;
  std::optional<Flaw> flaw;  // with it, `bytes` is not to be used
  bool unstable = false;     // right only when read again
};
// A small file, read again past the system's cache when it cannot be read or `judge` finds a flaw. The only error
// is not_found.
using Judge = std::function<std::optional<Flaw>(std::span<const std::byte>)>;
Result<StoredBytes> read_stored(const io::Tree& tree, const std::string& path, ByteCount limit, const Judge& judge);
// The usual judge: the content hashes to the name.
Judge hashes_to(const crypto::Sha256Digest& name);

}  // namespace garde::formats::restic
