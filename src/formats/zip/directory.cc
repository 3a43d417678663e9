#include "formats/zip/directory.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <libdeflate.h>

#include "base/utf8.h"
#include "formats/little_endian.h"
#include "formats/zip/end_record.h"

namespace garde::formats::zip {
namespace {

using archives::flaw_of;
using Bytes = std::span<const std::byte>;

constexpr std::size_t kHeaderSize = 46;
constexpr std::uint32_t kSignature = 0x02014b50;
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint16_t kEncryptedFlag = 1U << 0U;
constexpr std::uint16_t kStrongFlag = 1U << 6U;
constexpr std::uint16_t kMaskedFlag = 1U << 13U;
constexpr std::uint32_t kSeeExtra = 0xFFFFFFFF;
constexpr std::uint64_t kWrap = std::uint64_t{1} << 32U;

Instant from_dos(std::uint32_t dos) {
  using namespace std::chrono;
  const unsigned date = dos >> 16U;
  const unsigned time = dos & 0xFFFFU;
  const year_month_day day{year{1980 + static_cast<int>(date >> 9U)}, month{date >> 5U & 15U},
                           std::chrono::day{date & 31U}};
  if (!day.ok()) return {};
  return Instant{sys_days{day}} + hours{time >> 11U} + minutes{time >> 5U & 63U} + seconds{2 * (time & 31U)};
}

struct Parser {
  Directory& directory;
  std::uint64_t base;  // what stands before the zip
  std::uint64_t file_size;
  const archives::OnFlaw& on_flaw;

  void read_extra(Bytes extra, Entry& entry) const;
  // Bytes used, 0 when this is no header.
  std::size_t read_entry(Bytes bytes);
};

// The name in UTF-8 of 0x7075, which counts while the name it was written beside is the one that stands there.
void keep_full_name(Directory& directory, Bytes field, Entry& entry) {
  constexpr std::size_t kHead = 5;
  if (field.size() <= kHead || std::to_integer<unsigned>(field[0]) != 1) return;
  const std::string_view stored = directory.stored_name(entry);
  if (read_u32_le(field.subspan(1)) != libdeflate_crc32(0, stored.data(), stored.size())) return;
  const std::string_view full(reinterpret_cast<const char*>(field.data()) + kHead, field.size() - kHead);
  if (!is_utf8(full)) return;
  entry.full_name_at = directory.names.size();
  entry.full_name_size = static_cast<std::uint32_t>(full.size());
  directory.names += full;
}

void Parser::read_extra(Bytes extra, Entry& entry) const {
  while (extra.size() >= 4) {
    const std::uint16_t id = read_u16_le(extra);
    const std::size_t size = read_u16_le(extra.subspan(2));
    if (size > extra.size() - 4) return;
    Bytes field = extra.subspan(4, size);
    extra = extra.subspan(4 + size);
    switch (id) {
      case 0x0001: {  // 64-bit sizes: those that did not fit, in this order
        const auto take = [&](std::uint64_t& value) {
          if (value != kSeeExtra || field.size() < 8) return;
          value = read_u64_le(field);
          field = field.subspan(8);
        };
        entry.is_narrow = false;
        take(entry.size);
        take(entry.packed_size);
        take(entry.offset);
        break;
      }
      case 0x7075: keep_full_name(directory, field, entry); break;
      case 0x5455:  // Unix times
        if (size >= 5 && (std::to_integer<unsigned>(field[0]) & 1U) != 0)
          entry.modified = Instant{std::chrono::seconds{static_cast<std::int32_t>(read_u32_le(field.subspan(1)))}};
        break;
      case 0x000A:  // NTFS: reserved 4, tag 1, size, then three times in units of 100 ns since 1601
        if (size >= 16 && read_u16_le(field.subspan(4)) == 1) {
          constexpr std::int64_t kTo1970 = 11'644'473'600'000;
          const auto since_1601 = static_cast<std::int64_t>(read_u64_le(field.subspan(8)) / 10'000);
          entry.modified = Instant{std::chrono::milliseconds{since_1601 - kTo1970}};
        }
        break;
      case 0x9901:  // WinZip's AES
        if (size >= 7) {
          const std::uint16_t version = read_u16_le(field);
          const auto strength = std::to_integer<std::uint8_t>(field[4]);
          entry.method = read_u16_le(field.subspan(5));
          entry.has_crc = version == 1;
          if ((version == 1 || version == 2) && strength >= 1 && strength <= 3) {
            entry.encryption = Encryption::aes;
            entry.aes_key_size = static_cast<std::uint8_t>(8 + 8 * strength);
          }
        }
        break;
      default: break;
    }
  }
}

std::size_t Parser::read_entry(Bytes bytes) {
  if (bytes.size() < kHeaderSize || read_u32_le(bytes) != kSignature) return 0;
  const std::size_t name_size = read_u16_le(bytes.subspan(28));
  const std::size_t extra_size = read_u16_le(bytes.subspan(30));
  const std::size_t comment_size = read_u16_le(bytes.subspan(32));
  const std::size_t whole = kHeaderSize + name_size + extra_size + comment_size;
  if (whole > bytes.size()) return 0;
  Entry entry;
  const unsigned made_by = std::to_integer<unsigned>(bytes[5]);
  entry.from_windows = made_by == 0 || made_by == 10 || made_by == 14;
  entry.flags = read_u16_le(bytes.subspan(8));
  entry.stored_method = read_u16_le(bytes.subspan(10));
  entry.method = entry.stored_method;
  entry.dos_time = read_u16_le(bytes.subspan(12)) | std::uint32_t{read_u16_le(bytes.subspan(14))} << 16U;
  entry.modified = from_dos(entry.dos_time);
  entry.crc = read_u32_le(bytes.subspan(16));
  entry.packed_size = read_u32_le(bytes.subspan(20));
  entry.size = read_u32_le(bytes.subspan(24));
  const std::uint32_t attributes = read_u32_le(bytes.subspan(38));
  entry.offset = read_u32_le(bytes.subspan(42));
  const std::string_view name(reinterpret_cast<const char*>(bytes.data()) + kHeaderSize, name_size);
  if ((entry.flags & kEncryptedFlag) != 0) {
    const bool is_strong = (entry.flags & (kStrongFlag | kMaskedFlag)) != 0 || entry.stored_method == kAesMarker;
    entry.encryption = is_strong ? Encryption::other : Encryption::zip_crypto;
  }
  entry.name_at = directory.names.size();
  entry.name_size = static_cast<std::uint32_t>(name_size);
  directory.names += name;
  read_extra(bytes.subspan(kHeaderSize + name_size, extra_size), entry);
  if ((entry.flags & kEncryptedFlag) == 0) entry.encryption = Encryption::none;

  const std::uint32_t mode = made_by == 3 ? attributes >> 16U : 0;
  entry.permissions = mode & 07777U;
  const bool is_directory = (mode & 0170000U) == 0040000U || name.ends_with('/') ||
                            (entry.from_windows && (name.ends_with('\\') || (attributes & 0x10U) != 0));
  entry.type = is_directory ? NodeType::directory : (mode & 0170000U) == 0120000U ? NodeType::symlink : NodeType::file;
  entry.offset += base;
  directory.entries.push_back(entry);
  return whole;
}

// The directory's bytes from its first to its last entry, going on behind what is no entry.
void read_entries(Parser& parser, Bytes bytes, std::uint64_t start, const EndRecord& end) {
  constexpr auto kMark = std::to_array({std::byte{'P'}, std::byte{'K'}, std::byte{1}, std::byte{2}});
  std::size_t at = 0;
  bool is_broken = false;
  while (at < bytes.size()) {
    const std::size_t used = parser.read_entry(bytes.subspan(at));
    if (used > 0) {
      at += used;
      continue;
    }
    is_broken = true;
    const std::size_t from = std::min(at + 4, bytes.size());
    const auto found = std::ranges::search(bytes.subspan(from), kMark);
    const std::size_t next = static_cast<std::size_t>(found.begin() - bytes.begin());
    // What may be its name, so that somebody knows which file is meant.
    std::string name;
    if (next - at > kHeaderSize) {
      const std::size_t size = std::min<std::size_t>(read_u16_le(bytes.subspan(at + 28)), next - at - kHeaderSize);
      name.assign(reinterpret_cast<const char*>(bytes.data()) + at + kHeaderSize, size);
      if (const std::size_t nul = name.find('\0'); nul != std::string::npos) name.resize(nul);
    }
    parser.on_flaw(flaw_of(DamageKind::malformed, name, start + at, "an entry of the directory is broken"));
    at = next;
  }
  // A count of 16 bits, of more entries than it can say: that the directory ends where it should was seen.
  constexpr std::uint64_t kNarrowCount = 0xFFFF;
  const std::uint64_t count = parser.directory.entries.size();
  if (is_broken || count == end.count || (!end.is_wide && (count & kNarrowCount) == end.count)) return;
  auto flaw = flaw_of(DamageKind::inconsistent, "", start,
                      fmt::format("{} entries, and the end record says {}", count, end.count));
  if (count > end.count) flaw.consequence = Consequence::decay;
  parser.on_flaw(flaw);
}

Result<bool> has_signature(const io::File& file, std::uint64_t at, std::uint32_t signature) {
  std::array<std::byte, 4> bytes{};
  const std::size_t got = TRY(file.read_at(at, bytes));
  return got == bytes.size() && read_u32_le(bytes) == signature;
}

// Where the directory begins, and how much stands before the zip.
struct DirectoryStart {
  std::uint64_t start = 0;
  std::uint64_t base = 0;
};

Result<std::optional<DirectoryStart>> find_directory(const io::File& file, const EndRecord& end,
                                                     const archives::OnFlaw& on_flaw) {
  // A place of 32 bits, of a directory further away than those can say.
  const bool may_be_wrapped = !end.is_wide && end.start >= kWrap;
  const auto contradiction = [&](std::string detail) {
    auto flaw = flaw_of(DamageKind::inconsistent, "", end.start, std::move(detail));
    flaw.consequence = Consequence::decay;
    on_flaw(flaw);
  };
  const bool fits = end.directory_size <= end.start;
  const std::uint64_t by_size = fits ? end.start - end.directory_size : 0;
  const bool is_there = by_size == end.directory_offset || (may_be_wrapped && by_size % kWrap == end.directory_offset);
  if (fits && is_there && (end.directory_size == 0 || TRY(has_signature(file, by_size, kSignature))))
    return std::optional(DirectoryStart{by_size, 0});
  if (fits && end.directory_size > 0 && TRY(has_signature(file, by_size, kSignature))) {
    std::array<std::byte, kHeaderSize> first{};
    TRY(io::read_exactly(file, "zip", by_size, first));
    const std::uint64_t local = read_u32_le(Bytes(first).subspan(42));
    const std::uint64_t base = by_size > end.directory_offset ? by_size - end.directory_offset : 0;
    // A program that unpacks itself stands before its zip; then everything is shifted by as much.
    if (base > 0 && TRY(has_signature(file, local + base, kLocalSignature)))
      return std::optional(DirectoryStart{by_size, base});
    contradiction("the end record says the directory is elsewhere");
    return std::optional(DirectoryStart{by_size, 0});
  }
  if (end.directory_offset < end.start && TRY(has_signature(file, end.directory_offset, kSignature))) {
    contradiction("the end record gives the directory another size");
    return std::optional(DirectoryStart{end.directory_offset, 0});
  }
  return std::optional<DirectoryStart>();
}

// Places of 32 bits that came round to zero: each entry stands where a local header does, at or behind the one before.
Result<void> unwrap_places(const io::File& file, Directory& directory) {
  if (directory.start < kWrap) return {};
  std::uint64_t rounds = 0;
  for (Entry& entry : directory.entries) {
    if (!entry.is_narrow || entry.offset >= kWrap) continue;
    for (std::uint64_t tried = rounds; entry.offset + tried < directory.start; tried += kWrap) {
      if (!TRY(has_signature(file, entry.offset + tried, kLocalSignature))) continue;
      rounds = tried;
      entry.offset += tried;
      break;
    }
  }
  return {};
}

// What is missing of a stored size is the room that nothing else has.
void unwrap_sizes(Directory& directory) {
  for (Entry& entry : directory.entries) {
    if (!entry.is_narrow || entry.is_refused) continue;
    const std::uint64_t room = entry.end - entry.offset;
    if (room < entry.packed_size + kWrap) continue;
    entry.packed_size += (room - entry.packed_size) / kWrap * kWrap;
    if (entry.method == kStored && entry.encryption == Encryption::none) entry.size = entry.packed_size;
  }
}

CodePage code_page_among(const Directory& directory) {
  std::vector<std::string_view> names;
  for (const Entry& entry : directory.entries)
    if (entry.from_windows) names.push_back(directory.stored_name(entry));
  return code_page_of(names);
}

void judge_entries(Directory& directory, const archives::OnFlaw& on_flaw) {
  for (Entry& entry : directory.entries) {
    const auto refuse = [&](std::string detail) {
      entry.is_refused = true;
      on_flaw(flaw_of(DamageKind::malformed, directory.name_of(entry), directory.start, std::move(detail)));
    };
    const std::uint64_t room = directory.start;
    const bool is_plain = entry.encryption == Encryption::none;
    if (entry.offset >= room || entry.packed_size > room - entry.offset)
      refuse("the directory says it lies outside the archive");
    else if (is_plain && entry.method == kStored && entry.size != entry.packed_size)
      refuse("stored, and of two sizes");
    else if (entry.method == kDeflated && entry.size / kMaxDeflateRatio > entry.packed_size && !may_have_wrapped(entry))
      refuse("claims a size that its compressed form cannot hold");
  }
}

void settle_places(Directory& directory, const archives::OnFlaw& on_flaw) {
  std::ranges::stable_sort(directory.entries, {}, &Entry::offset);
  const auto refuse = [&](Entry& entry) {
    if (std::exchange(entry.is_refused, true)) return;
    on_flaw(flaw_of(DamageKind::malformed, directory.name_of(entry), entry.offset, "overlaps another entry"));
  };
  Entry* last = nullptr;
  std::uint64_t last_end = 0;
  for (Entry& entry : directory.entries) {
    // Those outside the file were refused already; their places say nothing of the others.
    if (entry.is_refused) continue;
    constexpr std::uint64_t kLocalHeaderSize = 30;
    if (last != nullptr && entry.offset < last_end) {
      refuse(*last);
      refuse(entry);
    }
    if (last != nullptr) last->end = std::max(last->offset, entry.offset);
    last_end = std::max(last_end, entry.offset + kLocalHeaderSize + entry.packed_size);
    last = &entry;
    entry.end = directory.start;
  }
}

}  // namespace

bool may_have_wrapped(const Entry& entry) {
  return entry.is_narrow && entry.method == kDeflated && entry.packed_size > kWrap / kMaxDeflateRatio;
}

bool is_size_of(const Entry& entry, std::uint64_t size) {
  return entry.size == size || (may_have_wrapped(entry) && entry.size == size % kWrap);
}

std::string Directory::name_of(const Entry& entry) const {
  constexpr std::uint16_t kUtf8Flag = 1U << 11U;
  const std::string_view stored = stored_name(entry);
  std::string name(stored);
  if (entry.full_name_size > 0)
    name = std::string_view(names).substr(entry.full_name_at, entry.full_name_size);
  else if (entry.from_windows && (entry.flags & kUtf8Flag) == 0)
    name = decoded(stored, code_page);
  if (entry.from_windows) std::ranges::replace(name, '\\', '/');
  return name;
}

Result<Directory> read_directory(const io::File& file, const archives::OnFlaw& on_flaw) {
  Directory directory;
  const auto end = TRY(find_end_record(file, on_flaw));
  directory.is_lost = true;
  if (!end) return directory;
  if (end->is_one_of_several) {
    directory.unjudged = UnjudgedReason::in_several_files;
    directory.is_lost = false;
    return directory;
  }
  const auto place = TRY(find_directory(file, *end, on_flaw));
  if (!place) {
    on_flaw(
        flaw_of(DamageKind::malformed, "", end->directory_offset, "its directory is not where the end record says"));
    return directory;
  }
  directory.start = place->start;
  const std::uint64_t size = end->start - place->start;
  if (size > kMaxDirectory.value) {
    directory.unjudged = UnjudgedReason::directory_too_large;
    directory.is_lost = false;
    return directory;
  }
  std::vector<std::byte> bytes(size);
  TRY(io::read_exactly(file, "zip", place->start, bytes));
  Parser parser{directory, place->base, file.size().value, on_flaw};
  directory.is_lost = false;
  read_entries(parser, bytes, place->start, *end);
  directory.code_page = code_page_among(directory);
  TRY(unwrap_places(file, directory));
  judge_entries(directory, on_flaw);
  settle_places(directory, on_flaw);
  unwrap_sizes(directory);
  return directory;
}

}  // namespace garde::formats::zip
