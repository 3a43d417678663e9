#include "backups/file_type.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/result.h"

namespace garde::backups {
namespace {

struct Known {
  std::string_view extension;
  FileType type;
};
// Only extensions that mean one form wherever they are found: .dat, .bin, .db and .bak mean any.
constexpr std::array kKnown{
    Known{"sqlite", FileType::sqlite}, Known{"sqlite3", FileType::sqlite}, Known{"pdf", FileType::pdf},
    Known{"jpg", FileType::jpeg},      Known{"jpeg", FileType::jpeg},      Known{"jpe", FileType::jpeg},
    Known{"png", FileType::png},       Known{"gif", FileType::gif},        Known{"tif", FileType::tiff},
    Known{"tiff", FileType::tiff},     Known{"bmp", FileType::bmp},        Known{"dcm", FileType::dicom},
    Known{"zip", FileType::zip},       Known{"docx", FileType::zip},       Known{"docm", FileType::zip},
    Known{"dotx", FileType::zip},      Known{"xlsx", FileType::zip},       Known{"xlsm", FileType::zip},
    Known{"pptx", FileType::zip},      Known{"odt", FileType::zip},        Known{"ods", FileType::zip},
    Known{"odp", FileType::zip},       Known{"ott", FileType::zip},        Known{"epub", FileType::zip},
    Known{"doc", FileType::ole},       Known{"xls", FileType::ole},        Known{"ppt", FileType::ole},
    Known{"msg", FileType::ole},       Known{"gz", FileType::gzip},        Known{"tgz", FileType::gzip},
    Known{"xz", FileType::xz},         Known{"bz2", FileType::bzip2},      Known{"zst", FileType::zstd},
    Known{"7z", FileType::seven_zip},  Known{"mp4", FileType::mp4},        Known{"mov", FileType::mp4},
    Known{"m4a", FileType::mp4},       Known{"m4v", FileType::mp4},        Known{"kdbx", FileType::kdbx},
    Known{"rtf", FileType::rtf},       Known{"txt", FileType::text},       Known{"log", FileType::text},
    Known{"md", FileType::text},       Known{"ini", FileType::text},       Known{"hl7", FileType::text},
    Known{"hpr", FileType::text},      Known{"csv", FileType::csv},        Known{"tsv", FileType::csv},
    Known{"json", FileType::json},     Known{"xml", FileType::xml},        Known{"svg", FileType::xml},
    Known{"xsl", FileType::xml},       Known{"ics", FileType::icalendar},  Known{"vcs", FileType::icalendar},
    Known{"vcf", FileType::vcard},     Known{"eml", FileType::mail},       Known{"mbox", FileType::mail},
    Known{"sql", FileType::sql},       Known{"html", FileType::html},      Known{"htm", FileType::html},
};

struct Magic {
  FileType type;
  std::size_t offset;
  std::string_view bytes;
};
using namespace std::string_view_literals;
constexpr std::array kMagic{
    Magic{FileType::sqlite, 0, "SQLite format 3\0"sv},
    Magic{FileType::pdf, 0, "%PDF-"sv},
    Magic{FileType::jpeg, 0, "\xff\xd8\xff"sv},
    Magic{FileType::png, 0, "\x89PNG\r\n\x1a\n"sv},
    Magic{FileType::gif, 0, "GIF8"sv},
    Magic{FileType::tiff, 0, "II*\0"sv},
    Magic{FileType::tiff, 0, "MM\0*"sv},
    Magic{FileType::tiff, 0, "II+\0"sv},
    Magic{FileType::tiff, 0, "MM\0+"sv},
    Magic{FileType::bmp, 0, "BM"sv},
    Magic{FileType::dicom, 128, "DICM"sv},
    Magic{FileType::zip, 0, "PK\x03\x04"sv},
    Magic{FileType::zip, 0, "PK\x05\x06"sv},
    Magic{FileType::zip, 0, "PK\x07\x08"sv},
    Magic{FileType::ole, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv},
    Magic{FileType::gzip, 0, "\x1f\x8b"sv},
    Magic{FileType::xz, 0,
          "\xfd"
          "7zXZ\0"sv},
    Magic{FileType::bzip2, 0, "BZh"sv},
    Magic{FileType::zstd, 0, "\x28\xb5\x2f\xfd"sv},
    Magic{FileType::seven_zip, 0, "7z\xbc\xaf\x27\x1c"sv},
    Magic{FileType::mp4, 4, "ftyp"sv},
    Magic{FileType::kdbx, 0, "\x03\xd9\xa2\x9a"sv},
    Magic{FileType::rtf, 0, "{\\rtf"sv},
};

bool has(std::span<const std::byte> head, std::size_t offset, std::string_view bytes) {
  return head.size() >= offset + bytes.size() &&
         std::ranges::equal(head.subspan(offset, bytes.size()), std::as_bytes(std::span(bytes)));
}

}  // namespace

std::string_view name(FileType type) {
  switch (type) {
    case FileType::sqlite: return "sqlite";
    case FileType::pdf: return "pdf";
    case FileType::jpeg: return "jpeg";
    case FileType::png: return "png";
    case FileType::gif: return "gif";
    case FileType::tiff: return "tiff";
    case FileType::bmp: return "bmp";
    case FileType::dicom: return "dicom";
    case FileType::zip: return "zip";
    case FileType::ole: return "ole";
    case FileType::gzip: return "gzip";
    case FileType::xz: return "xz";
    case FileType::bzip2: return "bzip2";
    case FileType::zstd: return "zstd";
    case FileType::seven_zip: return "7z";
    case FileType::mp4: return "mp4";
    case FileType::kdbx: return "kdbx";
    case FileType::rtf: return "rtf";
    case FileType::text: return "text";
    case FileType::csv: return "csv";
    case FileType::json: return "json";
    case FileType::xml: return "xml";
    case FileType::icalendar: return "icalendar";
    case FileType::vcard: return "vcard";
    case FileType::mail: return "mail";
    case FileType::sql: return "sql";
    case FileType::html: return "html";
  }
  fail_check("a FileType outside its enum", __FILE__, __LINE__);
}

std::string_view extension_of(std::string_view path) {
  const std::string_view file = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  const std::size_t dot = file.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : file.substr(dot + 1);
}

std::optional<FileType> type_of_name(std::string_view path) {
  constexpr std::size_t kLongest = 8;
  const std::string_view written = extension_of(path);
  if (written.empty() || written.size() > kLongest) return std::nullopt;
  std::string extension(written);
  std::ranges::transform(extension, extension.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto known = std::ranges::find(kKnown, std::string_view(extension), &Known::extension);
  return known == kKnown.end() ? std::nullopt : std::optional(known->type);
}

std::optional<FileType> type_of_content(std::span<const std::byte> head) {
  for (const Magic& magic : kMagic) {
    if (!has(head, magic.offset, magic.bytes)) continue;
    // Two letters may begin any text; a bitmap goes on with its size and four zeros.
    if (magic.type == FileType::bmp && !has(head, 6, "\0\0\0\0"sv)) continue;
    return magic.type;
  }
  return std::nullopt;
}

bool is_text(FileType type) { return type >= FileType::text; }

bool is_packed(FileType type) {
  switch (type) {
    case FileType::pdf:
    case FileType::jpeg:
    case FileType::png:
    case FileType::gif:
    case FileType::tiff:
    case FileType::dicom:
    case FileType::zip:
    case FileType::gzip:
    case FileType::xz:
    case FileType::bzip2:
    case FileType::zstd:
    case FileType::seven_zip:
    case FileType::mp4:
    case FileType::kdbx: return true;
    default: return false;
  }
}

// [MS-OFFCRYPTO] 2.3.2: a locked docx or xlsx is a stream of this name; [MS-XLS] 2.4.117: in a locked xls, FilePass
// follows the record that begins the workbook.
bool is_locked(std::span<const std::byte> bytes) {
  if (type_of_content(bytes) != FileType::ole) return false;
  constexpr std::string_view kStream("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
  constexpr std::string_view kWorkbook("\x09\x08\x10\x00\x00\x06\x05\x00", 8);
  constexpr std::size_t kRecord = 20;  // that beginning, with its header
  const auto found = [&](std::string_view what) {
    return std::ranges::search(bytes, std::as_bytes(std::span(what))).begin();
  };
  if (found(kStream) != bytes.end()) return true;
  const auto workbook = found(kWorkbook);
  return bytes.end() - workbook > static_cast<std::ptrdiff_t>(kRecord) &&
         has(bytes.subspan(static_cast<std::size_t>(workbook - bytes.begin()) + kRecord), 0, "\x2f\x00"sv);
}

bool agrees(FileType by_name, std::span<const std::byte> head) {
  if (is_text(by_name)) return true;
  const auto by_content = type_of_content(head);
  if (by_content == by_name) return true;
  switch (by_name) {
    // A locked Office document is an OLE file that holds the encrypted one; Word reads RTF and HTML under .doc.
    case FileType::zip: return by_content == FileType::ole;
    case FileType::ole: return by_content.has_value() || has(head, 0, "<") || has(head, 0, "\xef\xbb\xbf<");
    // Readers accept a little before the header.
    case FileType::pdf: {
      const auto start = head.first(std::min<std::size_t>(head.size(), 1024));
      const auto mark = std::as_bytes(std::span("%PDF-"sv));
      return std::ranges::search(start, mark).begin() != start.end();
    }
    // QuickTime's older form, and DICOM without its preamble.
    case FileType::mp4:
      return has(head, 4, "moov") || has(head, 4, "mdat") || has(head, 4, "wide") || has(head, 4, "free");
    case FileType::dicom: return has(head, 0, "\x08\0"sv) || has(head, 0, "\x02\0"sv);
    default: break;
  }
  // Named for another picture format by a careless program: still the picture it was.
  return by_content.has_value();
}

}  // namespace garde::backups
