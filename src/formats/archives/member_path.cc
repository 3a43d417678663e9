#include "formats/archives/member_path.h"

#include <algorithm>

namespace garde::formats::archives {
namespace {

template <class OnPart>
bool for_each_part(std::string_view path, OnPart&& on_part) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (!on_part(path.substr(0, slash))) return false;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return true;
}

bool has_drive(std::string_view path) {
  return path.size() >= 2 && path[1] == ':' &&
         ((path[0] >= 'a' && path[0] <= 'z') || (path[0] >= 'A' && path[0] <= 'Z'));
}

}  // namespace

std::optional<MemberPath> member_path(std::string_view stored) {
  if (stored.size() > kMaxMemberPath || stored.find('\0') != std::string_view::npos) return std::nullopt;
  MemberPath result;
  if (has_drive(stored)) {
    result.was_absolute = true;
    stored.remove_prefix(2);
  }
  if (stored.starts_with('/')) result.was_absolute = true;
  const bool stays = for_each_part(stored, [&](std::string_view part) {
    if (part.empty() || part == ".") return true;
    if (part == "..") return false;
    if (!result.path.empty()) result.path += '/';
    result.path += part;
    return true;
  });
  if (!stays) return std::nullopt;
  return result;
}

bool leads_out(std::string_view path, std::string_view target) {
  if (target.starts_with('/') || has_drive(target)) return true;
  auto depth = std::ranges::count(path, '/');
  return !for_each_part(target, [&](std::string_view part) {
    if (part == "..") return --depth >= 0;
    if (!part.empty() && part != ".") ++depth;
    return true;
  });
}

}  // namespace garde::formats::archives
