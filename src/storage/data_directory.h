// The directory that holds everything Garde keeps on this machine. One process serves it; commands join it meanwhile.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "io/disk_tree.h"

namespace garde::storage {

// The two environment variables that say where a user's data lives.
struct DataLocation {
  std::optional<std::string> xdg_data_home;  // XDG_DATA_HOME; ignored when relative, as its specification asks
  std::optional<std::string> home;           // HOME
};

// $XDG_DATA_HOME/garde, else ~/.local/share/garde. `not_found` when neither is known.
Result<std::filesystem::path> default_data_directory(const DataLocation& location);

class DataDirectory {
 public:
  // Creates it and what is missing above it, readable by its owner alone. Fails as
  //   unreadable  it belongs to somebody else, is open to others, or cannot be written
  //   conflict    another process holds it; the detail names its process id
  //   no_space
  static Result<DataDirectory> open(const std::filesystem::path& path);

  // The same for a command that comes and goes, beside whoever holds it: never `conflict`. Writers of the database
  // wait for each other.
  static Result<DataDirectory> join(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path database() const { return path_ / "garde.db"; }

 private:
  DataDirectory(std::filesystem::path path, std::optional<io::FileDescriptor> lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}
  std::filesystem::path path_;
  std::optional<io::FileDescriptor> lock_;  // nothing: joined
};

}  // namespace garde::storage
