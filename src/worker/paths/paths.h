// What is at a path, and which folders are in one, asked by a worker: a place that does not answer holds up nobody
// else.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "cage/reading.h"
#include "io/tree.h"

namespace garde::worker {

// Rows of the table of tasks: all that is asked here.
std::vector<cage::Task> path_tasks();

// All that asking about a place may take. Long before, a worker that only waits is given up (docs/cage.md): of a place
// that does not answer, whoever asked knows it within two seconds.
constexpr std::chrono::milliseconds kLongestLook{8000};

// What is at a path, links followed.
struct ResolvedPath {
  enum class Type : std::uint8_t { missing, folder, file, other };
  Type type{};
  std::string real;           // as the system names it; as it was given when nothing is there
  ByteCount size;             // of a file
  io::FileIdentity identity;  // of a folder
  bool operator==(const ResolvedPath&) const = default;
};

// One for each path, in their order; nothing for one that does not answer in time. After kMostSilent of those the rest
// is not asked.
constexpr std::size_t kMostSilent = 2;
std::vector<std::optional<ResolvedPath>> resolve_paths(const cage::Runner& runner, std::span<const std::string> paths,
                                                       const std::stop_token& stop = {});

// The folders in a folder, whole paths, in no order, links to folders among them; of very many the first. `unreachable`
// when it does not answer in time, `cancelled` by `stop`.
Result<std::vector<std::string>> folders_in(const cage::Runner& runner, const std::string& folder,
                                            const std::stop_token& stop = {});

// Why a question about a place has no answer: what the task says, `unreachable`, `cancelled`, or `unreadable`.
Error no_answer(cage::Unread unread, const std::string& subject);

}  // namespace garde::worker
