// Files that a person handed in through a form, and has back as they were.
#pragma once

#include <string>

#include "actions/practice/practice.h"
#include "storage/document_store.h"

namespace garde::actions {

// As the browser sent it.
struct AttachedFile {
  std::string name;        // as the browser gave it; shown, never opened
  std::string media_type;  // as declared; the file is only ever sent back as a download
  std::string bytes;
};

// As it was kept.
struct DocumentFile {
  storage::StoredDocument description;
  std::string bytes;
};
Result<DocumentFile> read_document(Practice& practice, const evidence::DocumentId& document);

}  // namespace garde::actions
