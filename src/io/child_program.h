// Another program, run for a while: no shell, none of our environment, no descriptor of ours but what is given, and not
// as the super-user. It ends when this process does.
//
// The one place that forks. A program must be started, read and ended by one thread; `signal` may come from another
// until then.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "io/disk_tree.h"
#include "io/system_account.h"

namespace garde::io {

struct ProgramCall {
  std::string program;  // its path
  std::vector<std::string> arguments = {};
  std::vector<std::string> environment = {};  // "NAME=value", all it has
  std::string folder = "/";                   // where it runs
  std::optional<SystemAccount> account = {};  // absent: our own; the super-user alone may say another
  enum class Input : std::uint8_t { none, file, written } input = Input::none;
  int input_file = -1;  // an open file, with Input::file, which stays the caller's: read from where it stands
  enum class Output : std::uint8_t { none, errors, all } output = Output::all;  // what of it is read
  int death_signal = 9;                                                         // what it gets when this process dies
  std::optional<ByteCount> memory = {};  // of addresses, for each of its processes
};

class ChildProgram {
 public:
  // `unreadable` when the system refuses. A program that cannot be executed ends with kNotExecuted.
  static Result<ChildProgram> start(const ProgramCall& call);
  ChildProgram(ChildProgram&& other) noexcept;
  ChildProgram& operator=(ChildProgram&&) = delete;
  ~ChildProgram();  // kills it

  // The next bytes of its output, 0 at the end. Its errors are taken in beside.
  Result<std::size_t> read(std::span<std::byte> out);
  // To its input, with Input::written; `unreadable` once it listens no more.
  Result<void> write(std::span<const std::byte> bytes);
  void end_input() { input_ = FileDescriptor(); }

  void signal(int number) const;
  // Reads and forgets its output until it ends. Its exit status, 128 and the number when a signal ended it.
  int wait();
  // Asks by a signal, waits so long, then kills.
  void end(int number, std::chrono::milliseconds patience);
  bool is_running();

  // The last kErrorsKept bytes of what it wrote on its error output.
  const std::string& errors() const { return errors_; }

  static constexpr int kNotExecuted = 127;
  static constexpr std::size_t kErrorsKept = 4096;

 private:
  explicit ChildProgram(int process) : process_(process) {}
  void take_errors();
  int process_ = -1;  // -1 once it is over
  int status_ = 0;
  FileDescriptor input_;
  FileDescriptor output_;
  FileDescriptor error_output_;
  std::string errors_;
};

}  // namespace garde::io
