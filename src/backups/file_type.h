// What a file says it is: by its name, and by its first bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace garde::backups {

enum class FileType : std::uint8_t {
  // Told by their first bytes.
  sqlite,
  pdf,
  jpeg,
  png,
  gif,
  tiff,
  bmp,
  dicom,
  zip,
  ole,
  gzip,
  xz,
  bzip2,
  zstd,
  seven_zip,
  mp4,
  kdbx,
  rtf,
  // Text, told by their name.
  text,
  csv,
  json,
  xml,
  icalendar,
  vcard,
  mail,
  sql,
  html,
};
std::string_view name(FileType type);  // "sqlite": the word of a report

// By the last extension. Nothing for an extension whose files have no one form, or that is not known. Office and
// OpenDocument files are zip.
std::optional<FileType> type_of_name(std::string_view path);
// By the magic number. Text has none.
std::optional<FileType> type_of_content(std::span<const std::byte> head);
constexpr std::size_t kHeadNeeded = 265;

bool is_text(FileType type);
// Whether the content is compressed by its own format, so that random bytes past the head mean nothing.
bool is_packed(FileType type);
// Whether Office locked it with a password: what is in it is encrypted, and its container says so.
bool is_locked(std::span<const std::byte> bytes);
// Whether `head` may begin a file of this name's type. Some extensions have several forms: .doc is also RTF.
bool agrees(FileType by_name, std::span<const std::byte> head);

std::string_view extension_of(std::string_view path);  // "pdf" as written; empty when there is none

}  // namespace garde::backups
