// The table of contents at the end of a zip. See docs/formats/zip.md.
#pragma once

#include <string>
#include <vector>

#include "formats/archives/archive_file.h"
#include "formats/zip/names.h"

namespace garde::formats::zip {

constexpr ByteCount kMaxDirectory = 2_GiB;        // in memory while it is parsed; some 20 million entries
constexpr std::uint64_t kMaxDeflateRatio = 1032;  // the format cannot do better
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint16_t kAesMarker = 99;

enum class Encryption : std::uint8_t { none, zip_crypto, aes, other };

struct Entry {
  std::uint64_t offset = 0;  // of its local header, in the file
  std::uint64_t end = 0;     // where the next entry or the directory begins: it must not reach further
  std::uint64_t packed_size = 0;
  std::uint64_t size = 0;     // modulo 4 GiB where `is_narrow`
  std::uint64_t name_at = 0;  // in Directory::names
  std::uint64_t full_name_at = 0;
  Instant modified;
  std::uint32_t name_size = 0;
  std::uint32_t full_name_size = 0;  // of the name in UTF-8 that some programs write beside; 0: there is none
  std::uint32_t crc = 0;
  std::uint32_t dos_time = 0;  // day and time as stored
  std::uint32_t permissions = 0;
  std::uint16_t flags = 0;
  std::uint16_t stored_method = 0;  // kAesMarker for what AES encrypts
  std::uint16_t method = 0;         // how the content is compressed
  std::uint8_t aes_key_size = 0;    // in bytes
  Encryption encryption{};
  NodeType type{};
  bool has_crc = true;        // AE-2 leaves it out
  bool from_windows = false;  // names of a code page and backslashes
  bool is_refused = false;    // overlaps another, or lies outside the file
  bool is_narrow = true;      // its sizes are of 32 bits: the archivers of macOS write more than fits there, wrapped
};

struct Directory {
  std::vector<Entry> entries;              // by their place in the file
  std::string names;                       // as stored
  CodePage code_page{};                    // of those that do not say theirs
  std::uint64_t start = 0;                 // of the directory itself, in the file
  bool is_lost = false;                    // nothing of it could be read; said to OnFlaw
  std::optional<UnjudgedReason> unjudged;  // why the archive is not read at all; nothing when it is

  std::string_view stored_name(const Entry& entry) const {
    return std::string_view(names).substr(entry.name_at, entry.name_size);
  }
  // In UTF-8, with slashes; bytes as they stand where a system wrote them whose names are bytes.
  std::string name_of(const Entry& entry) const;
};

// Whether it may be more than 4 GiB in truth: only unpacking it tells.
bool may_have_wrapped(const Entry& entry);
// Whether the entry may be of this size.
bool is_size_of(const Entry& entry, std::uint64_t size);

// Fails only when the file cannot be read. All else is said to `on_flaw`.
Result<Directory> read_directory(const io::File& file, const archives::OnFlaw& on_flaw);

}  // namespace garde::formats::zip
