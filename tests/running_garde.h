// The real program, as a shell and a person see it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace garde::tests {

struct Ran {
  int status = -1;  // -1 when it did not end by itself
  std::string out;
  std::string err;
};

// Runs `garde words...` in `folder` until it ends. Standard input is `input`; standard output goes to the file
// `out` instead of the result when there is one.
Ran run_garde(const std::filesystem::path& folder, const std::vector<std::string>& words, const std::string& input = "",
              const std::string& out = "");

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view bytes);

// `garde serve` on a data directory and a free port, until it is ended.
class RunningGarde {
 public:
  // What it says of itself goes to the file `errors` when there is one; it may have no more than `descriptors` files
  // open, when that is said.
  explicit RunningGarde(const std::filesystem::path& data, const std::filesystem::path& errors = {},
                        std::optional<std::size_t> descriptors = std::nullopt);
  ~RunningGarde();  // kills it
  RunningGarde(const RunningGarde&) = delete;
  RunningGarde& operator=(const RunningGarde&) = delete;

  bool started() const { return port_ != 0; }
  std::uint16_t port() const { return port_; }
  const std::string& host() const { return host_; }    // "garde-….localhost:8743"
  const std::string& token() const { return token_; }  // of the address it printed
  pid_t process() const { return process_; }
  void send_signal(int signal) const;
  int wait();  // the exit status; -1 when a signal ended it

 private:
  pid_t process_ = -1;
  int output_ = -1;  // open until the end: a program whose reader is gone is killed by its next word
  std::uint16_t port_ = 0;
  std::string host_;
  std::string token_;
};

}  // namespace garde::tests
