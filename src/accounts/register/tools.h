// Tools that practices use and what is known of their logins, from content/directory/tools.toml; and what an audit
// calls a finding, from content/accounts/rules.toml.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/exports/export.h"
#include "accounts/exports/site.h"
#include "base/id.h"
#include "base/instant.h"
#include "content/table.h"

namespace garde::accounts {

using ToolId = Id<struct ToolTag>;

// How one enters; and what a tool asks for, or accepts, beside the password.
enum class LoginKind : std::uint8_t { password, cps, e_cps, pro_sante_connect };
std::string_view name(LoginKind kind);
enum class Factor : std::uint8_t { cps, e_cps, totp, security_key, application, sms, call, email };
std::string_view name(Factor factor);  // "security-key"

struct Source {
  std::string title;
  std::string url;
  Date checked;
};

// Something that holds for every account in a tool.
struct ToolRule {
  std::string text;  // French
  Source source;
};

struct Tool {
  ToolId id;
  std::string name;
  std::string serves;                  // which of the four essential tools it can be; empty: none
  std::vector<std::string> hosts;      // and everything under them
  std::vector<std::string> names;      // of an account without an address, folded
  std::vector<LoginKind> logins;       // those known
  std::vector<Factor> second_factors;  // those known to exist; empty: none is known
  std::optional<Days> password_age;    // the tool itself asks for another password after that long
  std::vector<ToolRule> rules;
  std::vector<Source> sources;
};

class Tools {
 public:
  static Tools read(const content::Files& files, content::Problems& problems);
  const std::vector<Tool>& all() const { return tools_; }
  const Tool* find(const ToolId& id) const;                        // null when unknown; valid while this lives
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
