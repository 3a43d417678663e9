// Whether a restored file opens as what its name promises.
#pragma once

#include <string>
#include <string_view>

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

RestoredFile open_restored(const io::Tree& tree, std::string_view path);

}  // namespace garde::actions
