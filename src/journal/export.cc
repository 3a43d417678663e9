#include "journal/export.h"

#include "base/resource.h"
#include "journal/record.h"

namespace garde::journal {

std::span<const Resource> export_scripts();  // compiled in

namespace {

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Result<std::vector<ExportedFile>> export_files(std::span<const std::byte> file, const Verification& verification) {
  if (!verification.header || !verification.intact)
    return Error{ErrorKind::damaged, "journal", 0, "its header is not intact"};
  const auto checkpoint = verification.checkpoint(verification.intact->entries);
  std::vector<ExportedFile> files{{"journal.garde", text_of(file)},
                                  {"checkpoint.txt", encode_checkpoint(checkpoint.value())},
                                  {"checkpoint.sig", text_of(verification.intact->signature.bytes)},
                                  {"key.pem", verification.header->key.pem()}};
  for (const Resource& script : export_scripts()) files.push_back({std::string(script.path), text_of(script.bytes)});
  return files;
}

}  // namespace garde::journal
