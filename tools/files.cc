#include "tools/files.h"

#include <fstream>
#include <iterator>

namespace garde::tools {

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    return Error{ErrorKind::not_found, path.string(), std::nullopt, "no such file"};
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) return Error{ErrorKind::unreadable, path.string(), std::nullopt, "cannot be read"};
  return text;
}

Result<void> write_file(const std::filesystem::path& path, std::string_view text) {
  if (const auto present = read_file(path); present && *present == text) return {};
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) return Error{ErrorKind::unreadable, path.string(), std::nullopt, "cannot be written"};
  return {};
}

}  // namespace garde::tools
