// Paths that stand in an archive, and where they lead.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace garde::formats::archives {

constexpr std::size_t kMaxMemberPath = std::size_t{1} << 20U;  // in bytes; a folder 10 000 deep

struct MemberPath {
  std::string path;           // below the archive's root, without empty parts and "."; empty: the root itself
  bool was_absolute = false;  // began at the root of a disk; what it began with is cut off
};

// Nothing when it leads out of the archive ("..") or holds a NUL: such a member is refused.
std::optional<MemberPath> member_path(std::string_view stored);

// Whether a symbolic link at `path` points out of the archive. Nothing here ever follows one.
bool leads_out(std::string_view path, std::string_view target);

}  // namespace garde::formats::archives
