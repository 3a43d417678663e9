#include "journal/frame.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/hex.h"
#include "journal/record.h"

namespace garde::journal {
namespace {

using crypto::Sha256Digest;
using crypto::Signature;

constexpr std::string_view kBlankLine = "\n\n";
constexpr std::size_t kMaxRecord = kMaxEntry.value + kSealSize;

// What follows `word` at the start of `text`: as many characters as T has hexadecimal digits.
template <class T>
std::string_view digits_after(std::string_view text, std::string_view word) {
  if (!text.starts_with(word) || text.size() < word.size() + 2 * T::kSize) return {};
  return text.substr(word.size(), 2 * T::kSize);
}

// The number of the "entry" line at the start of `text`.
std::optional<std::uint64_t> sequence_of(std::string_view text) {
  if (!text.starts_with(kEntryWord)) return std::nullopt;
  const std::string_view digits = text.substr(kEntryWord.size());
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc() || end == digits.data() + digits.size() || *end != '\n' || digits.front() == '0')
    return std::nullopt;
  return value;
}

Frame cut(std::string_view file, std::uint64_t offset, std::uint64_t end) {
  Frame frame{.offset = offset, .end = end, .entry = file.substr(offset, end - offset)};
  if (frame.entry.size() >= kSealSize) {
    const std::string_view seal = frame.entry.substr(frame.entry.size() - kSealSize);
    frame.entry.remove_suffix(kSealSize);
    frame.leaf = digits_after<Sha256Digest>(seal, kLeafWord);
    frame.signature = digits_after<Signature>(seal.substr(kLeafLine), kSignatureWord);
    frame.seal_is_whole =
        !frame.leaf.empty() && !frame.signature.empty() && seal[kLeafLine - 1] == '\n' && seal.ends_with(kBlankLine);
  }
  frame.sequence = sequence_of(frame.entry);
  const std::size_t first_line = frame.entry.find('\n');
  if (first_line != std::string_view::npos)
    frame.previous = digits_after<Signature>(frame.entry.substr(first_line + 1), kPreviousWord);
  return frame;
}

// No lines of a person's can look like these two.
std::string start_of_record(std::uint64_t sequence) {
  return fmt::format("{}{}\n{}", kEntryWord, sequence, kPreviousWord);
}

// The next line that names a later entry. Beyond the length of two records any entry will do: better to go on
// reading out of place than not at all.
std::uint64_t find_entry_line(std::string_view file, std::uint64_t offset, std::uint64_t sequence) {
  const std::string line_start = fmt::format("\n{}", kEntryWord);
  for (std::size_t at = file.find(line_start, offset); at != std::string_view::npos;
       at = file.find(line_start, at + 1)) {
    const auto found = sequence_of(file.substr(at + 1));
    if (found && (*found > sequence || at > offset + 2 * kMaxRecord)) return at + 1;
  }
  return file.size();
}

std::uint64_t find_next_entry(std::string_view file, std::uint64_t offset, std::uint64_t sequence) {
  const std::uint64_t line = find_entry_line(file, offset, sequence);
  // The line feed before the very next record may be what was damaged.
  const std::string_view before = file.substr(offset, std::min(line - offset, 2 * kMaxRecord));
  const std::size_t at = before.find(start_of_record(sequence + 1), 1);
  return at == std::string_view::npos ? line : offset + at;
}

}  // namespace

std::optional<HeaderFrame> header_frame(std::string_view file) {
  constexpr std::string_view kStart = "garde journal ";
  constexpr std::size_t kMaxHeader = 1024;
  const std::string_view near = file.substr(0, kMaxHeader);
  const std::size_t first_entry = near.find(start_of_record(1));
  if (first_entry == std::string_view::npos && !file.starts_with(kStart)) return std::nullopt;

  std::string_view header = near.substr(0, first_entry);
  if (first_entry == std::string_view::npos) {
    const std::size_t blank = near.find(kBlankLine);
    if (blank != std::string_view::npos) header = near.substr(0, blank + kBlankLine.size());
  }
  HeaderFrame frame{.end = header.size(), .lines = header};
  constexpr std::size_t kSeal = kSignatureLine + 1;
  if (header.size() < kSeal) return frame;
  frame.lines.remove_suffix(kSeal);
  frame.signature = digits_after<Signature>(header.substr(frame.lines.size()), kSignatureWord);
  frame.seal_is_whole = !frame.signature.empty() && header.ends_with(kBlankLine);
  return frame;
}

std::optional<Frame> frame_to_blank_line(std::string_view file, std::uint64_t offset) {
  const std::size_t blank = file.substr(offset, kMaxRecord).find(kBlankLine);
  if (blank == std::string_view::npos) return std::nullopt;
  return cut(file, offset, offset + blank + kBlankLine.size());
}

Frame frame_to_next_entry(std::string_view file, std::uint64_t offset, std::uint64_t sequence) {
  return cut(file, offset, find_next_entry(file, offset, sequence));
}

bool is_unfinished(std::string_view rest, std::uint64_t sequence) {
  if (rest.size() > kMaxRecord) return false;
  rest = rest.substr(0, rest.find_last_not_of('\0') + 1);
  const std::string start = start_of_record(sequence);
  const std::size_t common = std::min(start.size(), rest.size());
  if (rest.substr(0, common) != std::string_view(start).substr(0, common)) return false;
  const std::size_t signature = rest.find(fmt::format("\n{}", kSignatureWord));
  if (signature == std::string_view::npos) return true;
  std::string_view digits = rest.substr(signature + 1 + kSignatureWord.size());
  if (digits.size() == 2 * Signature::kSize + 1 && digits.back() == '\n') digits.remove_suffix(1);
  return digits.size() <= 2 * Signature::kSize && digits.find_first_not_of(kHexDigits) == digits.npos;
}

}  // namespace garde::journal
