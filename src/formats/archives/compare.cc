#include "formats/archives/compare.h"

#include <algorithm>

namespace garde::formats::archives {

constexpr std::size_t kPiece = std::size_t{256} << 10U;

Result<void> read_live(const io::File& live, std::string_view name, const OnContent& on_content) {
  std::vector<std::byte> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, live.size().value)));
  for (std::uint64_t at = 0; at < live.size().value;) {
    const std::size_t got = TRY(live.read_at(at, buffer));
    if (got == 0) return Error{ErrorKind::damaged, std::string(name), at, "became shorter while it was read"};
    TRY(on_content(std::span<const std::byte>(buffer).first(got)));
    at += got;
  }
  return {};
}

Result<Comparison> compare_content(const io::File& live, const std::function<Result<void>(const OnContent&)>& read) {
  std::vector<std::byte> buffer;
  std::uint64_t at = 0;
  bool is_same = true;
  TRY(read([&](std::span<const std::byte> bytes) -> Result<void> {
    if (!is_same) return {};
    buffer.resize(bytes.size());
    const std::size_t got = TRY(live.read_at(at, buffer));
    is_same = got == bytes.size() && std::ranges::equal(bytes, buffer);
    at += bytes.size();
    return {};
  }));
  return is_same && at == live.size().value ? Comparison::same : Comparison::different;
}

}  // namespace garde::formats::archives
