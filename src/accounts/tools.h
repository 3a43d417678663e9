// Tools that practices use and what is known of their logins, from content/accounts/tools.toml; and what an audit
// calls a finding, from content/accounts/rules.toml.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/export.h"
#include "accounts/site.h"
#include "base/id.h"
#include "base/instant.h"
#include "content/table.h"

namespace garde::accounts {

using ToolId = Id<struct ToolTag>;

struct Source {
  std::string title;
  std::string url;
  Date checked;
};

struct Tool {
  ToolId id;
  std::string name;
  std::vector<std::string> hosts;           // and everything under them
  std::vector<std::string> names;           // of an account without an address, folded
  std::vector<std::string> second_factors;  // those known to exist; empty: none is known
  std::optional<Days> password_age;         // the tool itself asks for another password after that long
  std::vector<Source> sources;
};

class Tools {
 public:
  static Tools read(const content::Files& files, content::Problems& problems);
  const Tool* of(const Account& account, const Site& site) const;  // null: not one we know; valid while this lives

 private:
  std::vector<Tool> tools_;
};

struct AuditRules {
  double guessable_below_bits = 0;
  std::vector<std::string> generic_logins;  // folded

  static AuditRules read(const content::Files& files, content::Problems& problems);
};

}  // namespace garde::accounts
