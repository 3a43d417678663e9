#include "storage/data_directory.h"

#include <utility>

#include "io/private_files.h"

namespace garde::storage {

Result<std::filesystem::path> default_data_directory(const DataLocation& location) {
  const auto absolute = [](const std::optional<std::string>& text) {
    return text && std::filesystem::path(*text).is_absolute();
  };
  if (absolute(location.xdg_data_home)) return std::filesystem::path(*location.xdg_data_home) / "garde";
  if (absolute(location.home)) return std::filesystem::path(*location.home) / ".local" / "share" / "garde";
  return Error{ErrorKind::not_found, "HOME", std::nullopt, "neither XDG_DATA_HOME nor HOME is an absolute path"};
}

Result<DataDirectory> DataDirectory::open(const std::filesystem::path& path) {
  TRY(io::create_private_directories(path));
  TRY(io::check_private_directory(path));
  auto lock = TRY(io::lock_file(path / "garde.lock"));
  return DataDirectory(path, std::move(lock));
}

Result<DataDirectory> DataDirectory::join(const std::filesystem::path& path) {
  TRY(io::create_private_directories(path));
  TRY(io::check_private_directory(path));
  return DataDirectory(path, std::nullopt);
}

}  // namespace garde::storage
