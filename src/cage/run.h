// A task, done by a worker: a process of its own behind walls, that may be taken over by what it reads.
//
//   Call call{.task = "check", .request = TRY(encode(request)), .deadline = 1h, .stop = stop};
//   call.policy.readable = {folder};
//   const Ended ended = run_in_cage(call);
//   if (ended.ending == Ending::finished) return decode<Findings>(ended.answer);
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cage/conversation.h"
#include "cage/walls.h"

namespace garde::cage {

enum class Ending : std::uint8_t {
  finished,   // it answered, and left
  failed,     // the task itself could not: `error` says why
  cancelled,  // by `stop`
  late,       // past its deadline
  cpu_limit,  // the policy's; the next two likewise
  memory_limit,
  file_size_limit,
  forbidden_call,  // it asked the system for what nothing of ours ever asks: what it reads has taken it over
  crashed,
  broken_protocol,  // it said what no worker of ours says
  no_walls,         // the call asks for walls that this system does not raise
  not_started,      // the system refuses a process, or a wall that it has did not rise
};
std::string_view name(Ending ending);  // "cpu-limit"

struct Call {
  std::string task;  // one of the table that main gives to work()
  WipedBytes request = {};
  Policy policy = {};
  std::span<const int> descriptors = {};  // open files and folders it gets beside; they stay the caller's
  std::chrono::milliseconds deadline;
  MessageLimits limits = {};
  Conversation::OnEvent on_event = {};  // on the thread of the call
  bool needs_walls = true;              // else what this system has is enough; with programs they always are
  std::stop_token stop = {};
  std::string program = "/proc/self/exe";
};

struct Ended {
  Ending ending{};
  WipedBytes answer = {};           // when finished
  std::optional<Error> error = {};  // when failed, not started, or of a broken protocol
  std::optional<Walls> walls = {};  // absent: it never came so far
  int signal = 0;                   // the one that ended it, or 0
  int status = 0;                   // what it returned
  std::string last_words = {};  // the end of what it wrote for a log: a few KiB of bytes, which may be an attacker's
  std::chrono::milliseconds elapsed{};
  std::chrono::milliseconds cpu{};
  ByteCount peak_memory{};
};

// Returns when the worker is gone, at the latest kPatience after the deadline or the wish to stop. It starts, speaks
// and ends within this call, and dies with this process.
Ended run_in_cage(const Call& call);
constexpr std::chrono::milliseconds kPatience{1000};

// The walls that stand around a worker of this policy on this computer, as one that did nothing found them.
Result<Walls> walls_of_this_computer(const std::string& program = "/proc/self/exe", Policy policy = {});

}  // namespace garde::cage
