// config: which version of the format, and the repository's own id.
#pragma once

#include <optional>
#include <string>

#include "base/byte_count.h"
#include "formats/json.h"

namespace garde::formats::restic {

constexpr ByteCount kMaxConfig = 64_KiB;

class ConfigVisitor final : public JsonVisitor {
 public:
  bool on_object_begin() override;
  Want on_key(std::string_view key) override;
  bool on_string(std::string_view text) override;
  bool on_unsigned(std::uint64_t value) override;

  bool is_complete() const { return version && !id.empty(); }
  std::optional<std::uint64_t> version;
  std::string id;

 private:
  bool in_object_ = false;
  std::string key_;
};

}  // namespace garde::formats::restic
