#include "actions/incident/incident.h"
#include "base/utf8.h"
#include "io/disk_tree.h"
#include "io/private_files.h"

namespace garde::actions {
namespace {

std::filesystem::path attachments_folder(const Practice& practice, const IncidentId& id) {
  return incident_folder(practice, id) / "attachments";
}

// The last part of a path, as one line that a journal takes.
std::string file_name_of(std::string_view given) {
  constexpr std::size_t kMaxName = 200;  // code points
  const std::size_t slash = given.find_last_of("/\\");
  if (slash != std::string_view::npos) given.remove_prefix(slash + 1);
  std::string name;
  if (is_utf8(given)) {
    for (const char c : first_code_points(given, kMaxName)) name += static_cast<unsigned char>(c) < ' ' ? '_' : c;
    name = trimmed(name);
  }
  return name.empty() || has_control_character(name, LineBreaks::refused) ? "file" : name;
}

}  // namespace

Result<journal::Attachment> keep_attachment(Practice& practice, const IncidentId& id, std::string_view name,
                                            std::span<const std::byte> bytes) {
  if (bytes.size() > kMaxReceipt.value)
    return Error{ErrorKind::invalid_input, std::string(name), std::nullopt,
                 "larger than what is kept beside a journal"};
  const std::filesystem::path folder = attachments_folder(practice, id);
  TRY(io::create_private_directories(folder));
  const crypto::Sha256Digest digest = crypto::sha256(bytes);
  // Handed in twice, it is there already; handed in again because the disk lost it, it takes its place.
  if (!read_attachment(practice, id, digest)) {
    std::error_code ignored;
    std::filesystem::remove(folder / digest.hex(), ignored);
    const auto kept = io::create_private_file(folder / digest.hex(), bytes);
    if (!kept && kept.error().kind != ErrorKind::conflict) return kept.error();
  }
  return journal::Attachment{digest, {bytes.size()}, file_name_of(name)};
}

bool has_attachment(const Practice& practice, const IncidentId& id, const journal::Attachment& attachment) {
  std::error_code code;
  const auto size = std::filesystem::file_size(attachments_folder(practice, id) / attachment.digest.hex(), code);
  return !code && size == attachment.size.value;
}

Result<std::vector<std::byte>> read_attachment(const Practice& practice, const IncidentId& id,
                                               const crypto::Sha256Digest& digest) {
  const auto tree = TRY(io::DiskTree::open(attachments_folder(practice, id).string()));
  std::vector<std::byte> bytes = TRY(io::read_whole(*tree, digest.hex(), kMaxReceipt));
  if (crypto::sha256(bytes) != digest)
    return Error{ErrorKind::damaged, digest.hex(), std::nullopt, "not what was handed in"};
  return bytes;
}

}  // namespace garde::actions
