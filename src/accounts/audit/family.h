// Passwords that are one another's cousins: the same root with another year, number, sign or site.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "accounts/exports/secret_string.h"

namespace garde::accounts {

struct FamilyShape {
  SecretString root;  // equal roots: one family. In the pool that was given; never shown
  std::string rule;   // "<racine>+<année>": what is around the root, which may be shown
};

// The root is what is left without case, accents, letters written as digits, numbers, signs and the name of the site;
// when that is nothing, the site's name followed by the rest. Nothing when too little is left to recognise.
// `site_label` is in lower case, or empty.
std::optional<FamilyShape> family_shape(SecretString password, std::string_view site_label, SecretPool& pool);

constexpr std::size_t kShortestRoot = 4;  // letters; in three, unrelated passwords meet

}  // namespace garde::accounts
