// For tests of loading, which give a server dumps of their own: programs run as they are, with no walls around them.
#pragma once

#include "restorer/program_cage.h"

namespace garde::restorer::testing {

class NoWalls : public ProgramCage {
 public:
  Result<io::ChildProgram> start(const io::ProgramCall& call, const std::filesystem::path&) const override {
    return io::ChildProgram::start(call);
  }
};

}  // namespace garde::restorer::testing
