#include "backups/foreign.h"

#include <algorithm>
#include <array>
#include <string>

#include "backups/file_type.h"
#include "base/result.h"

namespace garde::backups {
namespace {

using namespace std::string_view_literals;

struct Shape {
  Foreign program;
  std::string_view bytes;
};
constexpr auto kShapes = std::to_array<Shape>({{Foreign::tape, "TAPE"sv},
                                               {Foreign::rar, "Rar!\x1a\x07"sv},
                                               {Foreign::acronis, "\xce\x24\xb9\xa2\x20\0\0\0"sv},
                                               {Foreign::windows_image, "MSWIM\0\0\0"sv},
                                               {Foreign::virtual_disk, "conectix"sv},
                                               {Foreign::virtual_disk, "vhdxfile"sv},
                                               {Foreign::virtual_disk, "KDMV"sv},
                                               {Foreign::virtual_disk, "QFI\xfb"sv},
                                               {Foreign::virtual_disk, "<<< Oracle VM VirtualBox"sv},
                                               {Foreign::disk_image, "\xfe\xef\x01"sv}});

struct Ending {
  Foreign program;
  std::string_view extension;
};
constexpr auto kEndings = std::to_array<Ending>(
    {{Foreign::tape, "bkf"},          {Foreign::firebird, "fbk"},     {Foreign::firebird, "gbk"},
     {Foreign::rar, "rar"},           {Foreign::veeam, "vbk"},        {Foreign::veeam, "vib"},
     {Foreign::veeam, "vrb"},         {Foreign::acronis, "tib"},      {Foreign::acronis, "tibx"},
     {Foreign::macrium, "mrimg"},     {Foreign::macrium, "mrbak"},    {Foreign::windows_image, "wim"},
     {Foreign::windows_image, "esd"}, {Foreign::virtual_disk, "vhd"}, {Foreign::virtual_disk, "vhdx"},
     {Foreign::virtual_disk, "vmdk"}, {Foreign::virtual_disk, "vdi"}, {Foreign::virtual_disk, "qcow2"},
     {Foreign::disk_image, "gho"},    {Foreign::disk_image, "dmg"},   {Foreign::disk_image, "spf"},
     {Foreign::disk_image, "adi"}});

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

bool begins_with(std::span<const std::byte> head, std::string_view bytes) {
  return head.size() >= bytes.size() && std::ranges::equal(head.first(bytes.size()), std::as_bytes(std::span(bytes)));
}

// A folder of a path that ends so: "Cabinet.hbk/Pool/0.bucket".
bool lies_in(std::string_view lower_path, std::string_view ending) {
  const std::size_t at = lower_path.find(std::string(ending) + '/');
  return at != std::string_view::npos;
}

std::string_view last_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Kopia cuts its blobs into folders of a few letters: "p0a/123/4567.f" below the settings of the repository.
bool is_of_kopia(std::string_view lower_name) {
  return lower_name == "kopia.repository.f" || lower_name == "kopia.repository" || lower_name == "kopia.blobcfg.f" ||
         lower_name == "kopia.blobcfg" || lower_name == "kopia.maintenance.f" || lower_name == "kopia.maintenance";
}

}  // namespace

std::string_view name(Foreign program) {
  switch (program) {
    case Foreign::sql_server: return "sql-server";
    case Foreign::tape: return "tape";
    case Foreign::firebird: return "firebird";
    case Foreign::rar: return "rar";
    case Foreign::duplicati: return "duplicati";
    case Foreign::kopia: return "kopia";
    case Foreign::veeam: return "veeam";
    case Foreign::acronis: return "acronis";
    case Foreign::hyper_backup: return "hyper-backup";
    case Foreign::macrium: return "macrium";
    case Foreign::windows_image: return "windows-image";
    case Foreign::virtual_disk: return "virtual-disk";
    case Foreign::disk_image: return "disk-image";
  }
  fail_check("a Foreign outside its enum", __FILE__, __LINE__);
}

std::optional<Foreign> foreign_of(std::string_view path, std::span<const std::byte> head) {
  const std::string lower = lower_case(path);
  const std::string_view last = last_name(lower);
  const std::string_view extension = extension_of(lower);
  if (last.starts_with("duplicati-")) return Foreign::duplicati;
  if (is_of_kopia(last)) return Foreign::kopia;
  if (lies_in(lower, ".hbk")) return Foreign::hyper_backup;
  if (lies_in(lower, ".sparsebundle")) return Foreign::disk_image;
  for (const Shape& shape : kShapes)
    if (begins_with(head, shape.bytes)) {
      const bool is_sql_server = shape.program == Foreign::tape && extension != "bkf";
      return is_sql_server ? Foreign::sql_server : shape.program;
    }
  for (const Ending& ending : kEndings)
    if (extension == ending.extension) return ending.program;
  return std::nullopt;
}

}  // namespace garde::backups
