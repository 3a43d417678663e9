// The worker's side: raises the walls, then does the one task it was started for.
#pragma once

#include <functional>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "base/byte_count.h"
#include "base/result.h"
#include "cage/wiped_bytes.h"

namespace garde::cage {

// What a task has beside its request.
class Port {
 public:
  using Say = std::function<Result<void>(std::span<const std::byte>)>;
  Port(Say say, std::span<const int> descriptors, ByteCount longest_event, std::stop_token stop)
      : say_(std::move(say)), descriptors_(descriptors), longest_event_(longest_event), stop_(std::move(stop)) {}
  // To whoever started this, from any thread; waits while he is busy with earlier ones. `invalid_input`: longer than
  // the call allows, or a call that takes none.
  Result<void> send(std::span<const std::byte> event);
  std::span<const int> descriptors() const { return descriptors_; }  // those of the call, in its order; they stay his
  // Never asks in a worker, which is killed to be stopped; see in_this_process.
  const std::stop_token& stop() const { return stop_; }

 private:
  Say say_;
  std::span<const int> descriptors_;
  ByteCount longest_event_;
  std::stop_token stop_;
  std::mutex mutex_;
};

struct Task {
  std::string_view name;
  // Both are bytes of messages; see message.h.
  std::function<Result<WipedBytes>(std::span<const std::byte> request, Port& port)> run;
};

// Whether run_in_cage started this process, by its words and its descriptors: to be asked before anything else.
bool is_worker(int argc, const char* const* argv);
// Does what is asked, and ends the process.
[[noreturn]] void work(std::span<const Task> tasks);

}  // namespace garde::cage
