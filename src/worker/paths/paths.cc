#include "worker/paths/paths.h"

#include <algorithm>
#include <filesystem>

#include "cage/layouts.h"
#include "io/disk_tree.h"

namespace garde::worker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostResolved = 1000;     // by one worker
constexpr std::size_t kMostFoldersTold = 2000;  // of one folder; one with more is not where people save a file by hand

struct PathsQuestion {
  std::vector<std::string> paths;
};
struct PathsTold {};
struct FoldersQuestion {
  std::string folder;
};
struct FoldersTold {
  std::vector<std::string> names;
};

}  // namespace
}  // namespace garde::worker

namespace garde::cage {

template <>
struct Layout<worker::PathsQuestion> {
  static void describe(auto& form, auto& question) {
    form.list(question.paths, worker::kMostResolved, [](auto& inner, auto& path) { inner.bytes(path, kMaxPath); });
  }
};

template <>
struct Layout<worker::PathsTold> {
  static void describe(auto& /*form*/, auto& /*told*/) {}
};

template <>
struct Layout<worker::ResolvedPath> {
  static void describe(auto& form, auto& resolved) {
    form.fields(resolved.type, resolved.size, resolved.identity.device, resolved.identity.number);
    form.bytes(resolved.real, kMaxPath);
  }
};

template <>
struct Layout<worker::FoldersQuestion> {
  static void describe(auto& form, auto& question) { form.bytes(question.folder, kMaxPath); }
};

template <>
struct Layout<worker::FoldersTold> {
  static void describe(auto& form, auto& told) {
    form.list(told.names, worker::kMostFoldersTold, [](auto& inner, auto& name) { inner.bytes(name, kMaxPath); });
  }
};

}  // namespace garde::cage

namespace garde::worker {
namespace {

ResolvedPath resolve(const std::string& path) {
  std::error_code code;
  const fs::path real = fs::canonical(path, code);
  if (code) return {ResolvedPath::Type::missing, path, {}, {}};
  ResolvedPath resolved{ResolvedPath::Type::other, real.string(), {}, {}};
  if (fs::is_regular_file(real, code)) {
    resolved.type = ResolvedPath::Type::file;
    resolved.size = ByteCount{fs::file_size(real, code)};
  } else if (fs::is_directory(real, code)) {
    resolved.type = ResolvedPath::Type::folder;
    if (const auto tree = io::DiskTree::open(resolved.real))
      if (const auto stat = (*tree)->stat("")) resolved.identity = stat->identity;
  }
  return resolved;
}

// Each path is told of as an event, so that what came before one that does not answer is known.
struct ResolvePaths {
  static constexpr std::string_view kName = "resolve-paths";
  using Request = PathsQuestion;
  using Answer = PathsTold;
  static Result<Answer> run(Request question, cage::Port& port) {
    for (const std::string& path : question.paths) TRY(cage::send(port, resolve(path)));
    return PathsTold();
  }
};

struct ListFolders {
  static constexpr std::string_view kName = "list-folders";
  using Request = FoldersQuestion;
  using Answer = FoldersTold;
  static Result<Answer> run(Request question, cage::Port&) {
    FoldersTold told;
    std::error_code code;
    std::size_t seen = 0;
    for (fs::directory_iterator entry(question.folder, code), end; !code && entry != end; entry.increment(code)) {
      if (++seen > kMostFoldersTold) break;
      std::error_code ignored;
      if (entry->is_directory(ignored)) told.names.push_back(entry->path().filename().string());
    }
    return told;
  }
};

}  // namespace

std::vector<cage::Task> path_tasks() { return {cage::task_of<ResolvePaths>(), cage::task_of<ListFolders>()}; }

Error no_answer(cage::Unread unread, const std::string& subject) {
  switch (unread.ending) {
    case cage::Ending::failed: return std::move(unread.error);
    case cage::Ending::cancelled: return {ErrorKind::cancelled, subject, std::nullopt, ""};
    case cage::Ending::late: return {ErrorKind::unreachable, subject, std::nullopt, "it does not answer"};
    default: return {ErrorKind::unreadable, subject, std::nullopt, std::move(unread.error.detail)};
  }
}

std::vector<std::optional<ResolvedPath>> resolve_paths(const cage::Runner& runner, std::span<const std::string> paths,
                                                       const std::stop_token& stop) {
  std::vector<std::optional<ResolvedPath>> resolved;
  std::size_t silent = 0;
  while (resolved.size() < paths.size() && silent < kMostSilent && !stop.stop_requested()) {
    const auto rest = paths.subspan(resolved.size());
    const auto asked = rest.first(std::min(rest.size(), kMostResolved));
    const std::size_t until = resolved.size() + asked.size();
    // Nothing is read, so nothing is named in the policy: opening a place that does not answer would hold up all.
    cage::Call call{.task = {}, .policy = {}, .deadline = kLongestLook, .needs_walls = false, .stop = stop};
    call.on_event = [&](std::span<const std::byte> event) -> Result<void> {
      if (resolved.size() == until) return Error{ErrorKind::damaged, "", std::nullopt, "more than was asked"};
      resolved.emplace_back(TRY(cage::decode<ResolvedPath>(event)));
      return {};
    };
    static_cast<void>(cage::ask<ResolvePaths>(runner, {{asked.begin(), asked.end()}}, std::move(call)));
    if (resolved.size() == until) continue;
    resolved.emplace_back(std::nullopt);  // the one it was at, whatever ended it
    ++silent;
  }
  resolved.resize(paths.size());
  return resolved;
}

Result<std::vector<std::string>> folders_in(const cage::Runner& runner, const std::string& folder,
                                            const std::stop_token& stop) {
  auto told = cage::ask<ListFolders>(
      runner, {folder},
      {.task = {}, .policy = {.readable = {folder}}, .deadline = kLongestLook, .needs_walls = false, .stop = stop});
  if (!told) return no_answer(std::move(told).error(), folder);
  std::vector<std::string> folders;
  for (const std::string& name : told->names) folders.push_back((fs::path(folder) / name).string());
  return folders;
}

}  // namespace garde::worker
