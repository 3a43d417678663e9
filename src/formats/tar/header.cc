#include "formats/tar/header.h"

#include <algorithm>
#include <charconv>

namespace garde::formats::tar {
namespace {

std::string_view text(Block block, std::size_t at, std::size_t size) {
  const std::string_view field(reinterpret_cast<const char*>(block.data()) + at, size);
  return field.substr(0, std::min(field.find('\0'), size));
}

// Octal digits with blanks around them, or a big-endian number whose first bit is set.
std::optional<std::uint64_t> number(Block block, std::size_t at, std::size_t size) {
  const auto field = block.subspan(at, size);
  const unsigned first = std::to_integer<unsigned>(field[0]);
  if ((first & 0x80U) != 0) {
    if ((first & 0x40U) != 0) return std::nullopt;  // negative
    std::uint64_t value = first & 0x3FU;
    for (const std::byte byte : field.subspan(1)) {
      if (value >> 56U != 0) return std::nullopt;
      value = value << 8U | std::to_integer<std::uint64_t>(byte);
    }
    return value;
  }
  std::string_view digits = text(block, at, size);
  while (digits.starts_with(' ')) digits.remove_prefix(1);
  while (digits.ends_with(' ')) digits.remove_suffix(1);
  if (digits.empty()) return 0;
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 8);
  if (code != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

Instant seconds_since_1970(std::uint64_t seconds) {
  constexpr std::uint64_t kEnd = 253'402'300'800;  // the year 10 000
  return seconds < kEnd ? Instant{std::chrono::seconds{static_cast<std::int64_t>(seconds)}} : Instant{};
}

std::optional<std::uint64_t> decimal(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace

bool is_zero(Block block) {
  return std::ranges::all_of(block, [](std::byte byte) { return byte == std::byte{0}; });
}

bool has_right_checksum(Block block) {
  constexpr std::size_t kAt = 148;
  constexpr std::size_t kSize = 8;
  const auto stored = number(block, kAt, kSize);
  if (!stored) return false;
  std::uint64_t sum = 0;
  std::int64_t signed_sum = 0;  // some old programs added signed bytes
  for (std::size_t i = 0; i < block.size(); ++i) {
    const unsigned byte = i >= kAt && i < kAt + kSize ? ' ' : std::to_integer<unsigned>(block[i]);
    sum += byte;
    signed_sum += static_cast<signed char>(byte);
  }
  return *stored == sum || (signed_sum >= 0 && *stored == static_cast<std::uint64_t>(signed_sum));
}

std::optional<Header> parse_header(Block block) {
  const auto mode = number(block, 100, 8);
  const auto size = number(block, 124, 12);
  const auto modified = number(block, 136, 12);
  if (!mode || !size) return std::nullopt;
  Header header;
  header.permissions = static_cast<std::uint32_t>(*mode & 07777U);
  header.size = *size;
  header.modified = seconds_since_1970(modified.value_or(0));
  header.type = static_cast<char>(block[156]);
  header.path = text(block, 0, 100);
  header.link_target = text(block, 157, 100);
  const bool is_posix = text(block, 257, 6) == "ustar" && text(block, 263, 2) == "00";
  if (is_posix) {
    const std::string_view prefix = text(block, 345, 155);
    if (!prefix.empty()) header.path = std::string(prefix) + '/' + header.path;
  }
  header.is_sparse = header.type == 'S';
  if (header.is_sparse) header.full_size = number(block, 483, 12).value_or(0);
  // What has no content has none, whatever size some programs write there.
  constexpr std::string_view kEmpty = "12345";
  if (kEmpty.find(header.type) != std::string_view::npos) header.size = 0;
  if ((header.type == '0' || header.type == '\0') && header.path.ends_with('/')) header.type = '5';
  return header;
}

std::optional<Records> parse_records(std::string_view text) {
  Records records;
  while (!text.empty() && text.front() != '\0') {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto length = decimal(text.substr(0, space));
    if (!length || *length <= space + 1 || *length > text.size() || text[*length - 1] != '\n') return std::nullopt;
    const std::string_view record = text.substr(space + 1, *length - space - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    records[std::string(record.substr(0, equals))] = record.substr(equals + 1);
    text.remove_prefix(*length);
  }
  return records;
}

bool apply(const Records& records, Header& header) {
  for (const auto& [key, value] : records) {
    if (key == "path") header.path = value;
    if (key == "linkpath") header.link_target = value;
    if (key.starts_with("GNU.sparse.")) header.is_sparse = true;
    if (key == "size") {
      const auto size = decimal(value);
      if (!size) return false;
      header.size = *size;
    }
    if (key == "GNU.sparse.realsize" || key == "GNU.sparse.size") {
      const auto size = decimal(value);
      if (!size) return false;
      header.full_size = *size;
    }
    if (key == "mtime") {
      const auto seconds = decimal(value.substr(0, value.find('.')));
      if (seconds) header.modified = seconds_since_1970(*seconds);
    }
  }
  if (const auto name = records.find("GNU.sparse.name"); name != records.end()) header.path = name->second;
  return true;
}

}  // namespace garde::formats::tar
