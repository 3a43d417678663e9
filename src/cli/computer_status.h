// What of this computer keeps hostile files in, as `garde status` tells it: found by trying, not by asking for
// versions.
#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "base/result.h"
#include "cage/walls.h"
#include "crypto/process_memory.h"
#include "restorer/loading.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::cli {

struct ComputerStatus {
  cage::Walls reading;  // around a worker that reads
  cage::Walls servers;  // around one that starts a database server
  restorer::DatabasePrograms databases;
  crypto::MemoryGuard memory;

  bool loads_postgresql() const { return servers.hold_programs() && databases.postgresql; }
  bool loads_mariadb() const { return servers.hold_programs() && databases.mariadb; }
};

// Starts a worker of each kind, which does nothing. Error: `unreadable`, none could be started.
Result<ComputerStatus> look_at_this_computer();

std::string computer_text(const ComputerStatus& status, const text::Catalogue& texts);
boost::json::object computer_json(const ComputerStatus& status);

}  // namespace garde::cli
