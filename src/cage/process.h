// A process of this very program, started with nothing of ours but the descriptors it is given, and always reaped.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/byte_count.h"
#include "base/result.h"
#include "io/disk_tree.h"

namespace garde::cage {

// How it ended, and what it used.
struct Exit {
  int signal = 0;  // the one that ended it, or 0
  int status = 0;  // what it returned, when no signal did
  std::chrono::milliseconds cpu{};
  ByteCount peak_memory{};
};

class Process {
 public:
  // Becomes `program` with the one argument `word`. Descriptor i of `descriptors`, which stay the caller's, is i there,
  // and no other is open. An empty environment, the folder "/", a process group of its own. `unreadable`.
  static Result<Process> start(const std::string& program, const std::string& word, std::span<const int> descriptors);
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process();  // kills it

  // Readable once it has ended.
  int descriptor() const { return descriptor_.get(); }
  // At once, and whatever it started; from any thread, until `reap`.
  void kill() const;
  // Of the processor, so far, in whatever unit the system counts; nothing when it does not tell.
  std::optional<std::uint64_t> processor_time() const;
  // Waits for the end, not longer than `patience`; nothing when the system does not let it go yet, which happens to who
  // waits for a dead disk: it is then reaped in the background when it does.
  std::optional<Exit> reap(std::chrono::milliseconds patience);

 private:
  Process(pid_t number, io::FileDescriptor descriptor) : number_(number), descriptor_(std::move(descriptor)) {}
  pid_t number_ = -1;  // -1 once reaped, or left to the background
  io::FileDescriptor descriptor_;
};

}  // namespace garde::cage
