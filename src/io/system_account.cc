#include "io/system_account.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <string>

namespace garde::io {

bool runs_as_super_user() { return ::geteuid() == 0; }

std::optional<SystemAccount> find_account(std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    std::array<char, 4096> room{};
    passwd entry{};
    passwd* found = nullptr;
    const std::string text(name);
    if (::getpwnam_r(text.c_str(), &entry, room.data(), room.size(), &found) != 0 || found == nullptr) continue;
    if (found->pw_uid != 0) return SystemAccount{found->pw_uid, found->pw_gid};
  }
  return std::nullopt;
}

}  // namespace garde::io
