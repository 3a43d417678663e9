#include "actions/practice/attached_file.h"

namespace garde::actions {

Result<DocumentFile> read_document(Practice& practice, const evidence::DocumentId& document) {
  return practice.with_storage([&](storage::Connection& connection) -> Result<DocumentFile> {
    auto description = TRY(storage::load_document(connection, practice.id(), document));
    if (!description) return Error{ErrorKind::not_found, document.text(), std::nullopt, "no such document"};
    const storage::Blob bytes = TRY(storage::load_document_bytes(connection, practice.id(), document));
    return DocumentFile{std::move(*description),
                        std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
  });
}

}  // namespace garde::actions
