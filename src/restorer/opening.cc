#include "restorer/opening.h"

#include <array>

#include "restorer/opening/forms.h"

namespace garde::restorer {
namespace {

using backups::FileType;
using backups::OpeningReason;

Opening open_as(FileType type, const io::File& file, const std::string& path_on_disk) {
  switch (type) {
    case FileType::sqlite: return opening::open_sqlite(path_on_disk);
    case FileType::pdf: return opening::open_pdf(file);
    case FileType::jpeg: return opening::open_jpeg(file);
    case FileType::png: return opening::open_png(file);
    case FileType::gif: return opening::open_gif(file);
    case FileType::tiff: return opening::open_tiff(file);
    case FileType::bmp: return opening::open_bmp(file);
    case FileType::dicom: return opening::open_dicom(file);
    case FileType::zip: return opening::open_zip(file);
    case FileType::gzip:
    case FileType::xz:
    case FileType::bzip2:
    case FileType::zstd: return opening::open_compressed(file);
    case FileType::seven_zip: return opening::open_seven_zip(file);
    case FileType::mp4: return opening::open_mp4(file);
    case FileType::xml: return opening::open_xml(file);
    case FileType::json: return opening::open_json(file);
    case FileType::kdbx: return opening::not_read(OpeningReason::locked);
    case FileType::ole:
    case FileType::rtf: return opening::not_read(OpeningReason::form_not_read);
    case FileType::text:
    case FileType::csv:
    case FileType::icalendar:
    case FileType::vcard:
    case FileType::mail:
    case FileType::sql:
    case FileType::html: return opening::open_text(type, file);
  }
  fail_check("a FileType outside its enum", __FILE__, __LINE__);
}

}  // namespace

std::string_view name(Opened opened) {
  switch (opened) {
    case Opened::opened: return "opened";
    case Opened::does_not_open: return "does_not_open";
    case Opened::not_read: return "not_read";
  }
  fail_check("an Opened outside its enum", __FILE__, __LINE__);
}

Opening open_to_end(std::string_view name, const io::File& file, const std::string& path_on_disk) {
  std::array<std::byte, 1024> first{};
  const auto got = file.read_at(0, first);
  if (!got) return opening::broken(OpeningReason::unreadable, 0);
  const auto head = std::span<const std::byte>(first).first(*got);
  const auto by_name = backups::type_of_name(name);
  const auto by_content = backups::type_of_content(head);
  // The first bytes decide, except that a text may begin with any, and that a name which promises more is held to it.
  const auto type = by_content ? by_content : by_name;
  if (!type && opening::is_tar(head)) return opening::open_tar(file);
  if (!type) return opening::not_read(OpeningReason::unknown_type);
  Opening opening;
  if (by_name && head.empty()) {
    // Programs leave empty notes and tables behind; an empty picture or calendar is a lost one.
    const bool may_be_empty = *by_name == FileType::text || *by_name == FileType::csv || *by_name == FileType::html;
    opening = may_be_empty ? opening::not_read(OpeningReason::empty) : opening::broken(OpeningReason::empty, 0);
  } else if (by_name && !backups::agrees(*by_name, head)) {
    opening = opening::broken(OpeningReason::not_as_named, 0);
  } else if (!by_content && !backups::is_text(*type) && *type != FileType::pdf && *type != FileType::mp4) {
    opening = opening::not_read(OpeningReason::form_not_read);
  } else {
    opening = open_as(*type, file, path_on_disk);
  }
  opening.type = type;
  // Bytes 18 and 19 of SQLite's header: 2 where it writes ahead of the file, and so leaves the last changes beside it.
  constexpr std::size_t kVersions = 18;
  if (type == FileType::sqlite && head.size() > kVersions + 1)
    opening.needs_its_log = head[kVersions] == std::byte{2} || head[kVersions + 1] == std::byte{2};
  return opening;
}

}  // namespace garde::restorer
