// A database server of our own: its folder, its process, and a watch that ends it when it takes too much.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "io/child_program.h"
#include "restorer/loading.h"

namespace garde::restorer::loading {

// Of addresses, for each process of a server: a dump may ask it to build values of any size, and what it answers comes
// to us whole.
constexpr ByteCount kServerMemory = 1_GiB;

// Where a server lives, and how its programs are called.
struct Place {
  std::string path;
  // One in which the server writes nothing, whatever it is made to do.
  Result<std::string> empty_folder() const;
  io::ProgramCall call(std::string program, std::vector<std::string> arguments) const;
};

// While it lives, sends `signal` to the program once a limit of `setting` is reached.
class Watch {
 public:
  Watch(const io::ChildProgram& program, int signal, const LoadingSetting& setting, const Place& place);
  // Why the program was ended; nothing when it was not. Ends the watch.
  std::optional<backups::LoadingReason> finish();

 private:
  void watch(const std::stop_token& over);
  const io::ChildProgram& program_;
  const int signal_;
  const LoadingSetting& setting_;
  const std::string folder_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::optional<backups::LoadingReason> reason_;
  std::jthread thread_;
};

// Runs a program to its end under a watch: its exit status, and what it said.
struct RanToEnd {
  int status = 0;
  std::string errors;
  std::optional<backups::LoadingReason> ended_because = {};  // nothing: by itself
};
// As an Error of starting a server, and back.
Error ended(backups::LoadingReason reason);
backups::LoadingReason why_not_started(const Error& error);
// What it says of a dump that it cannot be read on.
Loading cannot_be_read(const Error& error);

Result<RanToEnd> run_to_end(const io::ProgramCall& call, const LoadingSetting& setting, const Place& place);

}  // namespace garde::restorer::loading
