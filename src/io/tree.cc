#include "io/tree.h"

#include <fmt/format.h>

namespace garde::io {

bool is_tree_path(std::string_view path) {
  if (path.empty()) return true;
  if (path.find('\0') != std::string_view::npos) return false;
  for (std::size_t start = 0;;) {
    const std::size_t slash = path.find('/', start);
    const std::string_view name = path.substr(start, slash == std::string_view::npos ? slash : slash - start);
    if (name.empty() || name == "." || name == "..") return false;
    if (slash == std::string_view::npos) return true;
    start = slash + 1;
  }
}

Result<void> read_exactly(const File& file, std::string_view subject, std::uint64_t offset, std::span<std::byte> out) {
  const std::size_t got = TRY(file.read_at(offset, out));
  if (got != out.size())
    return Error{ErrorKind::damaged, std::string(subject), offset + got,
                 fmt::format("the file ends {} bytes too early", out.size() - got)};
  return {};
}

Result<std::vector<std::byte>> read_whole(const Tree& tree, std::string_view path, ByteCount limit) {
  const auto file = TRY(tree.open(path, Access::sequential));
  if (file->size() > limit)
    return Error{ErrorKind::damaged, std::string(path), std::nullopt,
                 fmt::format("{} bytes, more than the {} such a file can have", file->size().value, limit.value)};
  std::vector<std::byte> bytes(file->size().value);
  TRY(read_exactly(*file, path, 0, bytes));
  return bytes;
}

}  // namespace garde::io
