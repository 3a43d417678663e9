// A MariaDB server of our own, and MySQL and MariaDB dumps loaded into it.
#pragma once

#include "restorer/loading/scratch_server.h"

namespace garde::restorer::loading {

class ScratchMariadb {
 public:
  // As ScratchPostgresql.
  static Result<void> prepare(const DatabasePrograms::Mariadb& programs, const LoadingSetting& setting);
  static Result<std::unique_ptr<ScratchMariadb>> start(const DatabasePrograms::Mariadb& programs,
                                                       const LoadingSetting& setting);
  ~ScratchMariadb();
  ScratchMariadb(const ScratchMariadb&) = delete;
  ScratchMariadb& operator=(const ScratchMariadb&) = delete;

  // Gives the next bytes of a dump in text, none at the end.
  using Source = std::function<Result<std::span<const std::byte>>()>;
  Loading load(const Source& source);

 private:
  ScratchMariadb(const DatabasePrograms::Mariadb& programs, const LoadingSetting& setting, Place place)
      : programs_(programs), setting_(setting), place_(std::move(place)) {}
  Result<void> start_server();
  io::ProgramCall client(std::string_view user, std::vector<std::string> more) const;
  Result<RanToEnd> run_statement(std::string_view user, const std::string& statement);

  const DatabasePrograms::Mariadb& programs_;
  const LoadingSetting& setting_;
  Place place_;
  std::optional<io::ChildProgram> server_;
  unsigned databases_ = 0;
};

// What the client's complaint says of the dump: "ERROR 1064 (42000) at line 12: …".
Loading judge_mariadb_error(std::string_view errors);

}  // namespace garde::restorer::loading
