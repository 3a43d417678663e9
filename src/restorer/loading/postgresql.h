// A PostgreSQL server of our own, and dumps loaded into it.
#pragma once

#include "restorer/loading/scratch_server.h"
#include "restorer/loading/sql_text.h"

namespace garde::restorer::loading {

class ScratchPostgresql {
 public:
  // Errors: `unsupported`, `unreadable`, `no_space`: it does not run here, and the detail says why. Both arguments must
  // outlive it.
  static Result<std::unique_ptr<ScratchPostgresql>> start(const DatabasePrograms::Postgresql& programs,
                                                          const LoadingSetting& setting);
  ~ScratchPostgresql();
  ScratchPostgresql(const ScratchPostgresql&) = delete;
  ScratchPostgresql& operator=(const ScratchPostgresql&) = delete;

  // A dump in text, decompressed. Each goes into a database of its own.
  Loading load_text(SqlText& text);
  // One in the custom format, which pg_restore turns into text.
  Loading load_custom(const std::string& path_on_disk);
  // False once it was ended by its watch, or fell.
  bool is_running() { return server_ && server_->is_running(); }

 private:
  ScratchPostgresql(const DatabasePrograms::Postgresql& programs, const LoadingSetting& setting, Place place)
      : programs_(programs), setting_(setting), place_(std::move(place)) {}
  Result<void> make_cluster();
  Result<void> start_server();

  const DatabasePrograms::Postgresql& programs_;
  const LoadingSetting& setting_;
  Place place_;
  std::optional<io::ChildProgram> server_;
  unsigned databases_ = 0;
};

}  // namespace garde::restorer::loading
