#include "accounts/breaches/breach_source.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "accounts/breaches/leak_lines.h"

namespace garde::accounts {
namespace {

constexpr std::size_t kBlockSize = 1U << 20U;
constexpr std::size_t kMaxLine = 64;         // bytes: 40 digits, a colon, a count of 20 digits, CRLF
constexpr ByteCount kMaxRangeFile = 16_MiB;  // a few hundred times one of today
constexpr std::size_t kTypicalLine = 44;     // bytes, with its end

Error wrong(std::string_view subject, std::string_view detail) {
  return Error{ErrorKind::invalid_input, std::string(subject), std::nullopt, std::string(detail)};
}

bool is_compressed(std::string_view start) {
  constexpr std::array<std::string_view, 6> kSignatures = {"7z\xBC\xAF\x27\x1C",
                                                           "PK\x03\x04",
                                                           "\x1F\x8B",
                                                           "\xFD"
                                                           "7zXZ",
                                                           "\x28\xB5\x2F\xFD",
                                                           "BZh"};
  return std::ranges::any_of(kSignatures, [&](std::string_view signature) { return start.starts_with(signature); });
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string_view without_carriage_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Takes the whole lines of `text` and returns how many bytes they were.
Result<std::size_t> take_whole_lines(std::string_view text, LeakLines& lines) {
  std::size_t at = 0;
  for (std::size_t end = 0; (end = text.find('\n', at)) != std::string_view::npos; at = end + 1)
    TRY(lines.take(without_carriage_return(text.substr(at, end - at))));
  return at;
}

}  // namespace

std::string LeakSource::Ranges::name(std::uint64_t range) const {
  return fmt::format("{:0{}X}{}", range, digits, extension);
}

// Those that are there tell how many entries all will have.
Result<LeakSource> LeakSource::open_ranges(const io::Tree& tree, std::string path, unsigned digits) {
  Ranges ranges{.digits = digits, .extension = "", .first_modified = {}};
  if (!tree.stat(path + "/" + ranges.name(0))) ranges.extension = ".txt";
  if (const auto first = tree.stat(path + "/" + ranges.name(0))) ranges.first_modified = first->modified;
  std::uint64_t there = 0;
  ByteCount size;
  for (std::uint64_t range = 0; range < ranges.count(); ++range) {
    const auto stat = tree.stat(path + "/" + ranges.name(range));
    if (!stat) continue;
    ++there;
    size += stat->size;
  }
  if (there == 0) return Error{ErrorKind::not_found, path + "/" + ranges.name(0), std::nullopt, "no range at all"};
  const std::uint64_t mean = size.value / there;
  return LeakSource(tree, std::move(path), ranges, mean * ranges.count() / (kTypicalLine - digits));
}

Result<LeakSource> LeakSource::open(const io::Tree& tree, std::string path, unsigned range_digits) {
  const io::Stat stat = TRY(tree.stat(path));
  if (stat.type == io::EntryType::directory) return open_ranges(tree, std::move(path), range_digits);
  if (stat.size.value == 0) return wrong(path, "an empty list");
  const auto file = TRY(tree.open(path, io::Access::sequential));
  std::array<std::byte, 16> start{};
  const std::size_t size = TRY(file->read_at(0, start));
  if (is_compressed(text_of(std::span(start).first(size)))) return wrong(path, "a compressed file");
  return LeakSource(tree, std::move(path), Text{stat}, stat.size.value / kTypicalLine);
}

std::uint64_t LeakSource::size() const {
  const auto* text = std::get_if<Text>(&kind_);
  return text == nullptr ? std::numeric_limits<std::uint64_t>::max() : text->stat.size.value;
}

std::int64_t LeakSource::modified() const {
  const auto* text = std::get_if<Text>(&kind_);
  const Instant modified = text == nullptr ? std::get<Ranges>(kind_).first_modified : text->stat.modified;
  return modified.time_since_epoch().count();
}

Result<void> LeakSource::read(const SourcePosition& from, const OnHashes& on_hashes) const {
  if (const auto* ranges = std::get_if<Ranges>(&kind_)) return read_ranges(*ranges, from, on_hashes);
  return read_text(from, on_hashes);
}

Result<void> LeakSource::read_text(const SourcePosition& from, const OnHashes& on_hashes) const {
  const auto file = TRY(tree_->open(path_, io::Access::sequential));
  LeakLines lines(path_, from);
  std::vector<std::byte> block(kBlockSize + kMaxLine);
  std::size_t held = 0;  // the beginning of a line whose end is in the next block
  for (std::uint64_t next = from.next;;) {
    const std::size_t got = TRY(file->read_at(next + held, std::span(block).subspan(held, kBlockSize)));
    const std::string_view text = text_of(std::span(block).first(held + got));
    const bool last = got < kBlockSize;
    std::size_t taken = TRY(take_whole_lines(text, lines));
    if (last && taken < text.size()) {
      TRY(lines.take(without_carriage_return(text.substr(taken))));
      taken = text.size();
    }
    held = text.size() - taken;
    if (held > kMaxLine)
      return wrong(path_, fmt::format("line {}: not a hash of SHA-1 and a count", lines.lines() + 1));
    std::copy_n(block.begin() + static_cast<std::ptrdiff_t>(taken), held, block.begin());
    next += taken;
    TRY(on_hashes(lines.hashes(), {next, lines.lines(), lines.last()}));
    lines.hashes().clear();
    if (last) return {};
  }
}

Result<void> LeakSource::read_ranges(const Ranges& ranges, const SourcePosition& from,
                                     const OnHashes& on_hashes) const {
  LeakLines lines(path_, from);
  for (std::uint64_t range = from.next; range < ranges.count(); ++range) {
    const std::string name = path_ + "/" + ranges.name(range);
    const auto bytes = TRY(io::read_whole(*tree_, name, kMaxRangeFile));
    lines.set_prefix(name, ranges.name(range).substr(0, ranges.digits));
    const std::string_view text = text_of(bytes);
    const std::size_t taken = TRY(take_whole_lines(text, lines));
    if (taken < text.size()) TRY(lines.take(without_carriage_return(text.substr(taken))));
    TRY(on_hashes(lines.hashes(), {range + 1, lines.lines(), lines.last()}));
    lines.hashes().clear();
  }
  return {};
}

}  // namespace garde::accounts
