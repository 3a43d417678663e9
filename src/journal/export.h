// The files that let other people's tools verify a journal: docs/formats/journal.md, "Exported".
#pragma once

#include <span>
#include <string>
#include <vector>

#include "journal/verify.h"

namespace garde::journal {

struct ExportedFile {
  std::string name;
  std::string bytes;
};

// The journal, its last checkpoint that is as signed, the signature, the key, and verify.sh. `verification` is
// that of `file`. `damaged` when not even the header is intact: then only the file itself can be handed over.
Result<std::vector<ExportedFile>> export_files(std::span<const std::byte> file, const Verification& verification);

}  // namespace garde::journal
