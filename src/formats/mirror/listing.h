// Every directory and file of a mirror, found on several threads and kept compactly.
#pragma once

#include <array>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "formats/damage.h"
#include "io/tree.h"

namespace garde::formats::mirror {

// Four times what Linux opens in one go: what is deeper was not written by a backup program.
constexpr std::size_t kMaxPath = 16'384;
// Names of 1 million files are about 30 MiB.
constexpr std::size_t kMaxNames = std::size_t{1} << 32U;

// What a system keeps for itself on a disk, at its root: no backup, and often closed to us.
bool is_of_the_system(std::string_view name);
std::string join(std::string_view directory, std::string_view name);
Damage damage_of(DamageKind kind, SubjectKind subject, std::string path, std::string detail);

struct ListedFile {
  std::uint32_t directory = 0;
  std::uint32_t name = 0;  // where in the names
  std::uint64_t size = 0;
  Instant modified;
  std::uint64_t number = 0;  // as io::FileIdentity
};

struct Listing {
  std::vector<std::string> directories;  // paths; the first is the root
  std::vector<ListedFile> files;
  std::string names;            // each ended by a NUL
  std::vector<Damage> damages;  // of what could not be listed, at most kMaxListed; affected by nobody yet
  std::uint64_t damage_count = 0;
  Instant newest{};  // of all files and of the directories below the root
  ByteCount bytes;

  static constexpr std::size_t kMaxListed = 1'000;
  std::string path_of(const ListedFile& file) const;
};

// `unreadable` when the root itself cannot be listed, `cancelled` when stopped, `unsupported` past kMaxNames.
Result<Listing> list_everything(const io::Tree& tree, unsigned threads, std::stop_token stop);

}  // namespace garde::formats::mirror
