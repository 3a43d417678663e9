// Who a program runs as, on systems that have accounts with numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace garde::io {

struct SystemAccount {
  std::uint32_t user = 0;
  std::uint32_t group = 0;
};

bool runs_as_super_user();
// The first of these names that the computer knows and that is not the super-user.
std::optional<SystemAccount> find_account(std::span<const std::string_view> names);

}  // namespace garde::io
