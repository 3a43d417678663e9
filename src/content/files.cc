#include "content/files.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <system_error>

namespace garde::content {

Files::Files(std::vector<File> files) : files_(std::move(files)) { std::ranges::sort(files_, {}, &File::path); }

Files Files::from_program() {
  std::vector<File> files;
  for (const Resource& resource : compiled_in())
    files.push_back(
        {std::string(resource.path), {reinterpret_cast<const char*>(resource.bytes.data()), resource.bytes.size()}});
  return Files(std::move(files));
}

Result<Files> Files::from_directory(const std::filesystem::path& root) {
  constexpr std::uintmax_t kMaxFileBytes = 1U << 20U;  // the largest content file is a tenth of it
  namespace fs = std::filesystem;
  std::error_code code;
  fs::recursive_directory_iterator entries(root, code);
  if (code) return Error{ErrorKind::not_found, root.string(), std::nullopt, code.message()};
  std::vector<File> files;
  for (const auto end = fs::recursive_directory_iterator(); entries != end; entries.increment(code)) {
    if (code) return Error{ErrorKind::unreadable, root.string(), std::nullopt, code.message()};
    const fs::path path = entries->path();
    if (path.extension() != ".toml") continue;
    if (entries->file_size(code) > kMaxFileBytes || code)
      return Error{ErrorKind::unreadable, path.string(), std::nullopt, "larger than 1 MiB"};
    std::ifstream stream(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (stream.bad()) return Error{ErrorKind::unreadable, path.string(), std::nullopt, "cannot be read"};
    files.push_back({path.lexically_relative(root).generic_string(), std::move(bytes)});
  }
  return Files(std::move(files));
}

std::vector<const File*> Files::in(std::string_view folder) const {
  const std::string prefix = std::string(folder) + '/';
  std::vector<const File*> found;
  for (const File& file : files_)
    if (file.path.starts_with(prefix)) found.push_back(&file);
  return found;
}

}  // namespace garde::content
