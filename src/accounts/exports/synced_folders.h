// Folders that a service copies elsewhere, known by their names: an export saved in one has already left the computer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/table.h"

namespace garde::accounts {

class SyncedFolders {
 public:
  // From content/accounts/synced-folders.toml.
  static SyncedFolders read(const content::Files& files, content::Problems& problems);

  // The service whose folder the file lies in, by the names of its folders; nothing when none is known. `path` is
  // absolute, its names separated by '/' or '\'.
  std::optional<std::string> service_of(std::string_view path) const;

  // Where people leave a file they saved by hand: below a home, names separated by '/'.
  const std::vector<std::string>& usual() const { return usual_; }

 private:
  struct Folder {
    std::string service;
    std::vector<std::string> names;   // in lower case, equal
    std::vector<std::string> starts;  // in lower case, at the beginning of a name
  };
  std::vector<Folder> folders_;
  std::vector<std::string> usual_;
};

}  // namespace garde::accounts
