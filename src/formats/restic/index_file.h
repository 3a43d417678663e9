// index/<hex>: which pack holds which blobs.
#pragma once

#include "formats/json.h"
#include "formats/restic/blob_index.h"

namespace garde::formats::restic {

// Hands each pack of the document to `builder` as it comes. Members of rustic's are passed over.
class IndexFileVisitor final : public JsonVisitor {
 public:
  explicit IndexFileVisitor(BlobIndexBuilder& builder) : builder_(builder) {}

  bool on_object_begin() override;
  bool on_object_end() override;
  bool on_array_begin() override;
  bool on_array_end() override;
  Want on_key(std::string_view key) override;
  bool on_string(std::string_view text) override;
  bool on_unsigned(std::uint64_t value) override;
  bool on_null() override;

 private:
  // From the outside in; each value is where the parser stands, or what it must meet next.
  enum class State : std::uint8_t { start, index, packs_wanted, packs, pack, blobs_wanted, blobs, blob };
  enum class Field : std::uint8_t { none, pack_id, blob_id, type, offset, length, content_length };

  BlobIndexBuilder& builder_;
  State state_ = State::start;
  Field field_ = Field::none;
  std::optional<PackId> pack_id_;
  std::vector<Blob> blobs_;
  Blob blob_;
  unsigned fields_seen_ = 0;  // of the blob: a bit for each field it cannot do without
};

}  // namespace garde::formats::restic
