#include "accounts/register/tools.h"

#include <algorithm>

#include "accounts/exports/folded_text.h"
#include "base/enumerators.h"

namespace garde::accounts {
namespace {

std::vector<Source> read_sources(content::Table& owner) {
  std::vector<Source> sources;
  for (content::Table& table : owner.tables("source")) {
    sources.push_back({table.text("title"), table.text("url"), table.date("checked")});
    table.finish();
  }
  if (sources.empty()) owner.problem("a source is missing");
  return sources;
}

const content::File* find_file(const content::Files& files, std::string_view path, content::Problems& problems) {
  for (const content::File* file : files.in(path.substr(0, path.find('/'))))
    if (file->path == path) return file;
  problems.push_back({std::string(path), 0, "is missing"});
  return nullptr;
}

// The words under `key`, each of which must be the name of a T.
template <class T>
std::vector<T> read_words(content::Table& table, std::string_view key) {
  std::vector<T> read;
  for (const std::string& word : table.texts(key)) {
    if (const auto found = parse_enumerator<T>(word))
      read.push_back(*found);
    else
      table.problem(word + " is not one of " + std::string(key));
  }
  return read;
}

bool is_under(std::string_view host, std::string_view parent) {
  return host == parent || (host.ends_with(parent) && host[host.size() - parent.size() - 1] == '.');
}

}  // namespace

std::string_view name(LoginKind kind) {
  switch (kind) {
    case LoginKind::password: return "password";
    case LoginKind::cps: return "cps";
    case LoginKind::e_cps: return "e-cps";
    case LoginKind::pro_sante_connect: return "pro-sante-connect";
  }
  return "";
}

std::string_view name(Factor factor) {
  switch (factor) {
    case Factor::cps: return "cps";
    case Factor::e_cps: return "e-cps";
    case Factor::totp: return "totp";
    case Factor::security_key: return "security-key";
    case Factor::application: return "application";
    case Factor::sms: return "sms";
    case Factor::call: return "call";
    case Factor::email: return "email";
  }
  return "";
}

Tools Tools::read(const content::Files& files, content::Problems& problems) {
  Tools tools;
  const content::File* file = find_file(files, "directory/tools.toml", problems);
  auto document = file == nullptr ? std::nullopt : content::parse(*file, problems);
  if (!document) return tools;
  for (content::Table& table : document->tables("tool")) {
    const auto id = ToolId::parse(table.text("id"));
    if (!id) {
      table.problem("id is not an id");
      continue;
    }
    Tool tool{.id = *id,
              .name = table.text("name"),
              .serves = table.optional_text("serves").value_or(""),
              .hosts = table.texts("hosts"),
              .names = {},
              .logins = read_words<LoginKind>(table, "logins"),
              .second_factors = read_words<Factor>(table, "second_factors"),
              .password_age = {},
              .rules = {},
              .sources = {}};
    for (const std::string& name : table.texts("names")) tool.names.push_back(folded(name));
    if (const auto days = table.optional_integer("password_days", 1, 3650)) tool.password_age = Days(*days);
    for (content::Table& rule : table.tables("rule")) {
      tool.rules.push_back({rule.text("text"), {rule.text("title"), rule.text("url"), rule.date("checked")}});
      rule.finish();
    }
    tool.sources = read_sources(table);
    table.finish();
    tools.tools_.push_back(std::move(tool));
  }
  document->finish();
  return tools;
}

const Tool* Tools::find(const ToolId& id) const {
  const auto found = std::ranges::find(tools_, id, &Tool::id);
  return found == tools_.end() ? nullptr : &*found;
}

const Tool* Tools::of(const Account& account, const Site& site) const {
  const std::string name = folded(account.name);
  for (const Tool& tool : tools_) {
    const bool named = std::ranges::any_of(tool.names, [&](const std::string& known) { return name == known; });
    const bool there =
        std::ranges::any_of(tool.hosts, [&](const std::string& host) { return is_under(site.host, host); });
    if (there || (site.host.empty() && named)) return &tool;
  }
  return nullptr;
}

AuditRules AuditRules::read(const content::Files& files, content::Problems& problems) {
  AuditRules rules;
  const content::File* file = find_file(files, "accounts/rules.toml", problems);
  auto document = file == nullptr ? std::nullopt : content::parse(*file, problems);
  if (!document) return rules;
  rules.guessable_below_bits = static_cast<double>(document->integer("guessable_below_bits", 1, 128));
  for (const std::string& login : document->texts("generic_logins")) rules.generic_logins.push_back(folded(login));
  static_cast<void>(read_sources(*document));
  document->finish();
  return rules;
}

}  // namespace garde::accounts
