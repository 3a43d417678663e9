// Whether a restored file opens as what its name promises.
#pragma once

#include <string>

#include "io/tree.h"

namespace garde::actions {

struct RestoredFile {
  enum class State : std::uint8_t {
    opened,      // and found whole
    not_opened,  // of a type that Garde does not open
    broken,      // it claims a type, and is not that, or not to its end
  };
  State state{};
  std::string detail;  // English: what is wrong
};

// `path` in the tree, which lies at `folder` on the disk: SQLite opens paths only.
RestoredFile open_restored(const io::Tree& tree, const std::string& path, const std::string& folder);

}  // namespace garde::actions
