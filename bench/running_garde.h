// `garde serve` on an empty directory of its own, stopped and its directory removed with this object.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/byte_count.h"

namespace garde::bench {

// What the kernel says a process keeps in memory.
struct Resident {
  ByteCount all;
  ByteCount of_files;  // pages of the program and its libraries, shared with whoever else has them open
};

class RunningGarde {
 public:
  // Returns once Garde has printed its address.
  explicit RunningGarde(const std::filesystem::path& program);
  ~RunningGarde();
  RunningGarde(const RunningGarde&) = delete;
  RunningGarde& operator=(const RunningGarde&) = delete;

  std::uint16_t port() const { return port_; }
  const std::string& host() const { return host_; }  // "garde-….localhost:8743"
  const std::string& link() const { return link_; }  // the one-time address, from its first "/" on
  Resident resident() const;

 private:
  std::string directory_;
  pid_t process_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
  std::string host_;
  std::string link_;
};

}  // namespace garde::bench
