// What tells of an attack in a destination, each with what it knows. See finding.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "backups/file_type.h"

namespace garde::backups {

enum class Suspicion : std::uint8_t { became_random, became_partly_random, disguised, renamed_random };
std::string_view name(Suspicion suspicion);
struct SuspectFile {
  Suspicion suspicion{};
  std::string path;
  FileType type{};  // what it should be
  bool operator==(const SuspectFile&) const = default;
};

enum class RansomSign : std::uint8_t { extension, note };
std::string_view name(RansomSign sign);
struct RansomFinding {
  RansomSign sign{};
  std::string path;
  std::string family;  // of ransomware
  bool operator==(const RansomFinding&) const = default;
};

enum class Upheaval : std::uint8_t {
  disappearance,
  change,
  shrinkage,       // much of the bytes is gone
  working_folder,  // files that were written again and again are gone from one
};
std::string_view name(Upheaval upheaval);
struct UpheavalFinding {
  Upheaval upheaval{};
  std::string restore_point;
  std::uint64_t files = 0;
  std::uint64_t of = 0;  // files of the restore point before
  bool operator==(const UpheavalFinding&) const = default;
};

}  // namespace garde::backups
