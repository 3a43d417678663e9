// A PostgreSQL server of our own, and dumps loaded into it.
#pragma once

#include "restorer/loading/scratch_server.h"
#include "restorer/loading/sql_text.h"

namespace garde::restorer::loading {

class ScratchPostgresql {
 public:
  // Errors of both: `unreadable`, `no_space`, `busy`, `cancelled`: it does not run here, and the detail says why. The
  // files of a server, in the setting's folder; then the server itself, which both arguments must outlive.
  static Result<void> prepare(const DatabasePrograms::Postgresql& programs, const LoadingSetting& setting);
  static Result<std::unique_ptr<ScratchPostgresql>> start(const DatabasePrograms::Postgresql& programs,
                                                          const LoadingSetting& setting);
  ~ScratchPostgresql();
  ScratchPostgresql(const ScratchPostgresql&) = delete;
  ScratchPostgresql& operator=(const ScratchPostgresql&) = delete;

  // A dump in text, decompressed. Each goes into a database of its own.
  Loading load_text(SqlText& text);
  // One in the custom format, which pg_restore turns into text.
  Loading load_custom(int descriptor);

 private:
  ScratchPostgresql(const DatabasePrograms::Postgresql& programs, const LoadingSetting& setting, Place place)
      : programs_(programs), setting_(setting), place_(std::move(place)) {}
  Result<void> start_server();

  const DatabasePrograms::Postgresql& programs_;
  const LoadingSetting& setting_;
  Place place_;
  std::optional<io::ChildProgram> server_;
  unsigned databases_ = 0;
};

}  // namespace garde::restorer::loading
