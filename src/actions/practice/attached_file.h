// A file that a person handed in through a form, as the browser sent it.
#pragma once

#include <string>

namespace garde::actions {

struct AttachedFile {
  std::string name;        // as the browser gave it; shown, never opened
  std::string media_type;  // as declared; the file is only ever sent back as a download
  std::string bytes;
};

}  // namespace garde::actions
