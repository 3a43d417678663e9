// Where the programs that a dump is given to run. A dump is a program: its statements run with the rights of a server,
// and whoever writes to the backup wrote them. What the server forbids its accounts has been got around and will be
// again, so that loading needs walls that the server itself cannot climb.
#pragma once

#include <filesystem>

#include "io/child_program.h"

namespace garde::restorer {

// A promise of whoever makes one: a program started here, whatever it is made to do, reads and writes `folder` and
// reads what programs of this computer are made of; it reaches no other file, process, device or network, and starts
// nothing that could. Without the walls for that there is none to make.
class ProgramCage {
 public:
  virtual ~ProgramCage() = default;
  // Errors as io::ChildProgram::start; `unsupported` when the walls do not rise.
  virtual Result<io::ChildProgram> start(const io::ProgramCall& call, const std::filesystem::path& folder) const = 0;
};

}  // namespace garde::restorer
