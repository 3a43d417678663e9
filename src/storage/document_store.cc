#include "storage/document_store.h"

#include <utility>

#include "storage/digest_column.h"

namespace garde::storage {
namespace {

constexpr Sql kInsert = R"sql(
INSERT INTO document (practice_id, id, file_name, media_type, stored_at, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kSelectAll = R"sql(
SELECT id, file_name, media_type, stored_at, sha256, length(bytes)
FROM document WHERE practice_id = ? ORDER BY stored_at DESC, id)sql";
constexpr Sql kSelectOne = R"sql(
SELECT id, file_name, media_type, stored_at, sha256, length(bytes) FROM document WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kSelectBytes = R"sql(SELECT sha256, bytes FROM document WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kDelete = R"sql(DELETE FROM document WHERE practice_id = ? AND id = ?)sql";

Result<StoredDocument> read_document(Row& row) {
  auto id = TRY(row.id<evidence::DocumentTag>());
  auto file_name = TRY(row.text());
  auto media_type = TRY(row.text());
  const auto stored_at = TRY(row.instant());
  const auto sha256 = TRY(read_digest(row));
  const auto size = TRY(row.integer());
  if (size < 0) return row.damaged("expected a size");
  return StoredDocument{std::move(id),
                        std::move(file_name),
                        std::move(media_type),
                        stored_at,
                        sha256,
                        {static_cast<std::uint64_t>(size)}};
}

struct Content {
  crypto::Sha256Digest sha256;
  Blob bytes;
};

Result<Content> read_content(Row& row) {
  const auto sha256 = TRY(read_digest(row));
  auto bytes = TRY(row.blob());
  return Content{sha256, std::move(bytes)};
}

Error not_found(const DocumentId& document) {
  return {ErrorKind::not_found, "document " + document.text(), std::nullopt, ""};
}

}  // namespace

Result<StoredDocument> add_document(Connection& connection, const PracticeId& practice, const NewDocument& document,
                                    std::span<const std::byte> bytes) {
  const auto sha256 = crypto::sha256(bytes);
  TRY(connection.execute(kInsert, {practice, document.id, document.file_name, document.media_type, document.stored_at,
                                   sha256.bytes, bytes}));
  return StoredDocument{document.id, document.file_name, document.media_type, document.stored_at,
                        sha256,      {bytes.size()}};
}

Result<std::vector<StoredDocument>> load_documents(Connection& connection, const PracticeId& practice) {
  return read_all(connection.query(kSelectAll, {practice}), read_document);
}

Result<std::optional<StoredDocument>> load_document(Connection& connection, const PracticeId& practice,
                                                    const DocumentId& document) {
  return read_optional(connection.query(kSelectOne, {practice, document}), read_document);
}

Result<Blob> load_document_bytes(Connection& connection, const PracticeId& practice, const DocumentId& document) {
  auto found = TRY(read_optional(connection.query(kSelectBytes, {practice, document}), read_content));
  if (!found) return not_found(document);
  if (crypto::sha256(found->bytes) != found->sha256)
    return Error{ErrorKind::damaged, "document " + document.text(), std::nullopt, "its bytes have another SHA-256"};
  return std::move(found->bytes);
}

Result<void> remove_document(Connection& connection, const PracticeId& practice, const DocumentId& document) {
  if (TRY(connection.execute(kDelete, {practice, document})) == 0) return not_found(document);
  return {};
}

}  // namespace garde::storage
