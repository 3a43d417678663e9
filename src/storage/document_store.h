// Documents that people handed in, such as a provider's attestation: the bytes, with their SHA-256.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/digest.h"
#include "evidence/statement.h"
#include "storage/practice_store.h"

namespace garde::storage {

using evidence::DocumentId;

struct StoredDocument {
  DocumentId id;
  std::string file_name;   // as the person's computer called it; never used as a path
  std::string media_type;  // "application/pdf"
  Instant stored_at;
  crypto::Sha256Digest sha256;
  ByteCount size;
  bool operator==(const StoredDocument&) const = default;
};

struct NewDocument {
  DocumentId id;
  std::string file_name;
  std::string media_type;
  Instant stored_at;
};

// `conflict` when the id is taken, `invalid_input` over kMaxValueBytes.
Result<StoredDocument> add_document(Connection& connection, const PracticeId& practice, const NewDocument& document,
                                    std::span<const std::byte> bytes);
// The newest first.
Result<std::vector<StoredDocument>> load_documents(Connection& connection, const PracticeId& practice);
Result<std::optional<StoredDocument>> load_document(Connection& connection, const PracticeId& practice,
                                                    const DocumentId& document);
// `not_found`; `damaged` when the bytes no longer have the hash they were stored with.
Result<Blob> load_document_bytes(Connection& connection, const PracticeId& practice, const DocumentId& document);
// `not_found`; `conflict` while an attestation refers to it.
Result<void> remove_document(Connection& connection, const PracticeId& practice, const DocumentId& document);

}  // namespace garde::storage
