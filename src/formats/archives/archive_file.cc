#include "formats/archives/archive_file.h"

namespace garde::formats::archives {

Flaw flaw_of(DamageKind kind, std::string member, std::optional<std::uint64_t> offset, std::string detail) {
  return {.kind = kind,
          .consequence = usual_consequence(kind),
          .member = std::move(member),
          .offset = offset,
          .detail = std::move(detail)};
}

const std::vector<std::string>& ArchiveFile::left_to_earlier() const {
  static const std::vector<std::string> kNone;
  return kNone;
}

void Checked::add_unjudged(std::string piece, UnjudgedReason reason) {
  if (++unjudged_count <= kMaxListedUnjudged) unjudged.push_back({"", std::move(piece), reason});
}

}  // namespace garde::formats::archives
