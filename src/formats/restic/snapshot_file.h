// snapshots/<hex>: one restore point.
#pragma once

#include <optional>
#include <string>

#include "base/byte_count.h"
#include "formats/archive.h"
#include "formats/json.h"

namespace garde::formats::restic {

constexpr ByteCount kMaxSnapshotFile = 64_MiB;

class SnapshotVisitor final : public JsonVisitor {
 public:
  bool on_object_begin() override;
  bool on_object_end() override;
  bool on_array_begin() override { return depth_ == 1 && key_ == "paths"; }
  Want on_key(std::string_view key) override;
  bool on_string(std::string_view text) override;
  bool on_unsigned(std::uint64_t value) override;
  bool on_null() override { return depth_ == 1; }

  // It names its time and its root directory.
  bool is_complete() const { return has_time_ && tree.has_value(); }
  RestorePoint point;  // without its id, which is the file's name
  std::optional<crypto::Sha256Digest> tree;

 private:
  int depth_ = 0;
  bool has_time_ = false;
  std::string key_;
};

}  // namespace garde::formats::restic
