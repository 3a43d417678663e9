// Dumps loaded into a database server, each by a worker of its own that starts the server within its own walls.
#pragma once

#include <functional>
#include <stop_token>

#include "cage/reading.h"
#include "restorer/loading.h"

namespace garde::worker {

// Rows of the table of tasks.
cage::Task prepare_server_task();
cage::Task load_dump_task();

struct DumpToLoad {
  formats::dumps::DumpKind kind{};
  int descriptor = -1;  // of the file, open for reading
};
struct LoadingPlace {
  restorer::DatabasePrograms programs = {};
  std::filesystem::path scratch = {};  // where the folder of the server is made; see restorer::make_server_place
  ByteCount spare_space = {};
  std::chrono::milliseconds limit{};
  std::stop_token stop = {};
};

// Always says something: when the walls do not stand, or the worker ended in any other way than by its answer, that
// nothing was established. Leaves no file.
restorer::Loading load_dump(const cage::Runner& runner, const DumpToLoad& dump, const LoadingPlace& place);

// What stands around a server on this computer: `hold_programs`, or dumps are not loaded.
Result<cage::Walls> walls_around_servers(const std::string& program = "/proc/self/exe");

}  // namespace garde::worker
