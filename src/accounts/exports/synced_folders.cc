#include "accounts/exports/synced_folders.h"

#include <algorithm>

namespace garde::accounts {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

std::vector<std::string> all_lower(std::vector<std::string> texts) {
  for (std::string& text : texts) text = lower(text);
  return texts;
}

}  // namespace

SyncedFolders SyncedFolders::read(const content::Files& files, content::Problems& problems) {
  SyncedFolders read;
  for (const content::File* file : files.in("accounts")) {
    if (file->path != "accounts/synced-folders.toml") continue;
    auto document = content::parse(*file, problems);
    if (!document) return read;
    read.usual_ = document->texts("usual");
    if (read.usual_.empty()) document->problem("usual folders are missing");
    for (content::Table& table : document->tables("folder")) {
      Folder folder{.service = table.text("service"),
                    .names = all_lower(table.texts("names")),
                    .starts = all_lower(table.texts("starts"))};
      if (folder.names.empty() && folder.starts.empty()) table.problem("names or starts are missing");
      table.finish();
      read.folders_.push_back(std::move(folder));
    }
    document->finish();
    return read;
  }
  problems.push_back({"accounts/synced-folders.toml", 0, "is missing"});
  return read;
}

std::optional<std::string> SyncedFolders::service_of(std::string_view path) const {
  const std::size_t file_name = std::min(path.find_last_of("/\\"), path.size());
  const std::string folders = lower(path.substr(0, file_name));
  for (std::size_t at = 0; at < folders.size();) {
    const std::size_t end = std::min(folders.find_first_of("/\\", at), folders.size());
    const std::string_view name = std::string_view(folders).substr(at, end - at);
    for (const Folder& folder : folders_) {
      const bool starts =
          std::ranges::any_of(folder.starts, [&](const std::string& start) { return name.starts_with(start); });
      if (starts || std::ranges::find(folder.names, name) != folder.names.end()) return folder.service;
    }
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace garde::accounts
