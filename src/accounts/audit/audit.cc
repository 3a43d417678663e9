#include "accounts/audit/audit.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "accounts/audit/concealment.h"
#include "accounts/audit/family.h"
#include "accounts/audit/strength.h"
#include "accounts/exports/caseless_text.h"
#include "accounts/exports/folded_text.h"
#include "accounts/exports/site.h"
#include "base/utf8.h"
#include "crypto/mac.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/sha1.h"

namespace garde::accounts {
namespace {

// What the audit knows of an account before it judges it.
struct Subject {
  std::size_t file = 0;
  const Account* account = nullptr;
  std::string_view person;
  std::vector<Site> sites;
  std::string login;                         // as caseless() spells it
  crypto::Sha256Digest secret;               // equal for equal passwords, during this audit only
  std::optional<crypto::Sha256Digest> root;  // the same for the root of its family
  std::string family_rule;
};

// Sets of accounts that hang together, whatever the number of links between them.
class Groups {
 public:
  explicit Groups(std::size_t size) : parents_(size) { std::iota(parents_.begin(), parents_.end(), std::size_t{0}); }
  std::size_t of(std::size_t i) const {
    while (parents_[i] != i) i = parents_[i];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    const std::size_t of_a = of(a);
    const std::size_t of_b = of(b);
    parents_[std::max(of_a, of_b)] = std::min(of_a, of_b);
  }

 private:
  std::vector<std::size_t> parents_;
};

using ByDigest = std::unordered_map<crypto::Sha256Digest, std::vector<std::size_t>>;

std::span<const std::byte> bytes_of(SecretString secret) { return std::as_bytes(std::span(secret.reveal())); }

// The site whose address is shown: where the password travels in clear, else the first. Null without any.
const Site* shown_site(const Subject& subject) {
  const auto clear = std::ranges::find_if(subject.sites, &Site::clear_text);
  if (clear != subject.sites.end()) return &*clear;
  return subject.sites.empty() ? nullptr : &subject.sites.front();
}

std::string host_of(const Subject& subject) { return subject.sites.empty() ? "" : subject.sites.front().host; }

// Where an account may be found again: one that is saved for two of these is one all the same.
std::vector<std::string> places_of(const Subject& subject) {
  std::vector<std::string> places;
  for (const Site& site : subject.sites)
    if (!site.domain.empty()) places.push_back(site.port.empty() ? site.domain : site.domain + ':' + site.port);
  if (!places.empty()) return places;
  if (const std::string name = caseless(subject.account->name); !name.empty()) return {name};
  return {std::to_string(subject.file) + '\n' + std::to_string(subject.account->line)};
}

std::string key_of(const Subject& subject) {
  const std::string host = host_of(subject);
  std::string place = host.empty() ? caseless(subject.account->name) : host;
  if (place.empty()) place = std::to_string(subject.file) + ':' + std::to_string(subject.account->line);
  return place + ' ' + subject.login;
}

// Words of the account itself, for whoever guesses at it: its site, its login, its name.
std::vector<std::string> words_of(const Subject& subject, std::span<const std::string> own_words) {
  std::vector<std::string> words(own_words.begin(), own_words.end());
  const auto add_parts = [&](std::string_view text) {
    const std::string whole = folded(text);
    for (std::size_t at = 0; at < whole.size();) {
      const auto is_word = [](char c) { return c >= 'a' && c <= 'z'; };
      const std::size_t end = static_cast<std::size_t>(
          std::ranges::find_if_not(whole.begin() + static_cast<std::ptrdiff_t>(at), whole.end(), is_word) -
          whole.begin());
      if (end - at >= WordLists::kShortest) words.push_back(whole.substr(at, end - at));
      at = end + 1;
    }
  };
  for (const Site& site : subject.sites) add_parts(site.label);
  add_parts(subject.account->username.substr(0, subject.account->username.find('@')));
  add_parts(subject.account->name);
  return words;
}

class Auditor {
 public:
  Auditor(std::span<const AuditedExport> exports, const AuditGrounds& grounds, Instant now);
  Result<Audit> run();

 private:
  void describe();
  void find_same_accounts();
  void find_reused();
  void find_families();
  void find_shared();
  void judge_alone();
  Result<void> find_breached();
  void find_common();
  void number_groups();
  const Tool* tool_of(const Subject& subject) const;
  void give(std::size_t i, Reason reason) { reasons_[i].insert(reason); }
  std::size_t identities_of(const std::vector<std::size_t>& members) const;

  const AuditGrounds& grounds_;
  Instant now_;
  SecretPool pool_;
  std::vector<Subject> subjects_;
  std::vector<std::set<Reason>> reasons_;
  Groups identities_;  // of what is one account
  Groups groups_;      // of what has one password, or variants of it
  Audit audit_;
};

// As little of a count as says how bad it is.
std::uint64_t at_least(unsigned log2) {
  if (log2 >= 20) return 1'000'000;
  return log2 >= 10 ? 1000 : 1;
}

std::size_t count_accounts(std::span<const AuditedExport> exports) {
  std::size_t count = 0;
  for (const AuditedExport& file : exports) count += file.read->accounts.size();
  return count;
}

// The key dies here: outside this audit the digests compare with nothing.
Auditor::Auditor(std::span<const AuditedExport> exports, const AuditGrounds& grounds, Instant now)
    : grounds_(grounds),
      now_(now),
      reasons_(count_accounts(exports)),
      identities_(reasons_.size()),
      groups_(reasons_.size()) {
  crypto::SecretBytes key(32);
  crypto::fill_random(key.bytes());
  crypto::HmacSha256 keyed(key.bytes());
  for (std::size_t file = 0; file < exports.size(); ++file) {
    for (const Account& account : exports[file].read->accounts) {
      Subject subject{.file = file,
                      .account = &account,
                      .person = exports[file].person,
                      .sites = {},
                      .login = caseless(account.username),
                      .secret = keyed.of(bytes_of(account.password)),
                      .root = {},
                      .family_rule = {}};
      for (const std::string& url : account.urls) subject.sites.push_back(site_of(url));
      const std::string label = subject.sites.empty() ? "" : folded(subject.sites.front().label);
      if (auto shape = family_shape(account.password, label, pool_)) {
        subject.root = keyed.of(bytes_of(shape->root));
        subject.family_rule = std::move(shape->rule);
      }
      audit_.accounts.emplace_back();
      subjects_.push_back(std::move(subject));
    }
  }
}

// What is shown of each account, without a piece of any password: people also put them in names, logins and addresses.
void Auditor::describe() {
  constexpr std::size_t kMostShown =
      1000;  // characters: nobody reads more of a name, and it takes time to look through
  Concealment concealment;
  for (const Subject& subject : subjects_) concealment.add(subject.account->password);
  concealment.seal();
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    const Subject& subject = subjects_[i];
    const Account& account = *subject.account;
    const Site* const site = shown_site(subject);
    const bool is_public = site != nullptr && site->is_public;
    const auto shown = [&](std::string_view text) {
      return concealment.shown(first_code_points(text, kMostShown), account.password, is_public ? site->label : "");
    };
    AuditedAccount& audited = audit_.accounts[i];
    audited.file = subject.file;
    audited.line = account.line;
    audited.name = shown(account.name.empty() ? host_of(subject) : account.name);
    audited.username = shown(account.username);
    if (site != nullptr) audited.url = shown(site->address);
    // What was left out of two keys might have told the two accounts apart.
    if (const std::string key = key_of(subject); shown(key) == key) audited.key = key;
  }
}

// The same login at one place, however it is reached: a page, another one, an application.
void Auditor::find_same_accounts() {
  std::unordered_map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < subjects_.size(); ++i)
    for (const std::string& place : places_of(subjects_[i]))
      identities_.join(first.try_emplace(place + '\n' + subjects_[i].login, i).first->second, i);
}

Result<Audit> Auditor::run() {
  describe();
  find_same_accounts();
  find_reused();
  find_families();
  find_shared();
  judge_alone();
  if (grounds_.corpus != nullptr)
    TRY(find_breached());
  else if (grounds_.common_passwords)
    find_common();
  number_groups();
  for (std::size_t i = 0; i < subjects_.size(); ++i)
    audit_.accounts[i].reasons.assign(reasons_[i].begin(), reasons_[i].end());
  return std::move(audit_);
}

// The same login saved twice, or by two people, is one account.
std::size_t Auditor::identities_of(const std::vector<std::size_t>& members) const {
  std::set<std::size_t> identities;
  for (const std::size_t i : members) identities.insert(identities_.of(i));
  return identities.size();
}

void Auditor::find_reused() {
  ByDigest same;
  for (std::size_t i = 0; i < subjects_.size(); ++i) same[subjects_[i].secret].push_back(i);
  for (const auto& [secret, members] : same) {
    if (identities_of(members) < 2) continue;
    for (const std::size_t i : members) {
      give(i, Reason::reused);
      groups_.join(members.front(), i);
    }
  }
}

void Auditor::find_families() {
  ByDigest families;
  for (std::size_t i = 0; i < subjects_.size(); ++i)
    if (subjects_[i].root) families[*subjects_[i].root].push_back(i);
  for (const auto& [root, members] : families) {
    const bool variants = std::ranges::any_of(
        members, [&](std::size_t i) { return subjects_[i].secret != subjects_[members.front()].secret; });
    if (!variants || identities_of(members) < 2) continue;
    for (const std::size_t i : members) {
      give(i, Reason::near_reused);
      audit_.accounts[i].family_rule = subjects_[i].family_rule;
      groups_.join(members.front(), i);
    }
  }
}

// One login in several people's exports; and one that names a role, in several people's hands whatever it opens.
void Auditor::find_shared() {
  const auto login_of = [&](std::size_t i) {
    const std::string& login = subjects_[i].login;
    const auto& generic = grounds_.rules.generic_logins;
    const bool role = std::ranges::find(generic, folded(login.substr(0, login.find('@')))) != generic.end();
    return role ? login : '\n' + std::to_string(identities_.of(i));
  };
  std::map<std::string, std::set<std::string_view>> people;
  for (std::size_t i = 0; i < subjects_.size(); ++i)
    if (const Subject& subject = subjects_[i]; !subject.person.empty() && !subject.login.empty())
      people[login_of(i)].insert(subject.person);
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    const auto holders = people.find(login_of(i));
    if (subjects_[i].account->shared || (holders != people.end() && holders->second.size() > 1))
      give(i, Reason::shared);
  }
}

const Tool* Auditor::tool_of(const Subject& subject) const {
  if (subject.sites.empty()) return grounds_.tools.of(*subject.account, {});
  for (const Site& site : subject.sites)
    if (const Tool* const tool = grounds_.tools.of(*subject.account, site)) return tool;
  return nullptr;
}

void Auditor::judge_alone() {
  GuessEstimator estimator(grounds_.words);
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    const Subject& subject = subjects_[i];
    const Account& account = *subject.account;
    AuditedAccount& audited = audit_.accounts[i];
    const double bits = estimator.bits(account.password, words_of(subject, grounds_.own_words));
    const bool weak = bits < grounds_.rules.guessable_below_bits;
    audited.guessability = weak ? Guessability::weak : bits < kStrongBits ? Guessability::fair : Guessability::strong;
    audited.cnil = cnil_case(account.password);
    if (weak) give(i, Reason::guessable);
    if (std::ranges::any_of(subject.sites, &Site::clear_text)) give(i, Reason::insecure_url);
    const Tool* const tool = tool_of(subject);
    if (tool == nullptr) continue;
    if (tool->password_age && account.unchanged_since && now_ - *account.unchanged_since > *tool->password_age)
      give(i, Reason::old);
    const bool declared = std::ranges::find(grounds_.second_factor_on, tool->id) != grounds_.second_factor_on.end();
    if (!tool->second_factors.empty() && !declared && !account.one_time_code && !account.passkey)
      give(i, Reason::no_second_factor);
  }
}

Result<void> Auditor::find_breached() {
  const std::span<char> place =
      pool_.reserve(subjects_.size() * sizeof(crypto::Sha1Digest), alignof(crypto::Sha1Digest));
  const std::span hashes(reinterpret_cast<crypto::Sha1Digest*>(place.data()), subjects_.size());
  for (std::size_t i = 0; i < subjects_.size(); ++i)
    new (&hashes[i]) crypto::Sha1Digest(crypto::sha1(bytes_of(subjects_[i].account->password)));
  const auto counts = TRY(grounds_.corpus->look_up(hashes));
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    if (!counts[i]) continue;
    give(i, Reason::breached);
    audit_.accounts[i].breach_count = at_least(*counts[i]);
  }
  return {};
}

void Auditor::find_common() {
  constexpr std::size_t kLongest = 64;  // bytes; the common ones are short
  std::array<char, kLongest> lower{};
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    const std::string_view password = subjects_[i].account->password.reveal();
    if (password.size() > lower.size()) continue;
    std::ranges::transform(password, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (!grounds_.words.is_common_password({lower.data(), password.size()})) continue;
    give(i, Reason::breached);
    audit_.accounts[i].common = true;
  }
  crypto::wipe(std::as_writable_bytes(std::span(lower)));
}

void Auditor::number_groups() {
  std::map<std::size_t, std::uint32_t> numbers;
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    if (!reasons_[i].contains(Reason::reused) && !reasons_[i].contains(Reason::near_reused)) continue;
    const auto next = static_cast<std::uint32_t>(numbers.size() + 1);
    audit_.accounts[i].group = numbers.try_emplace(groups_.of(i), next).first->second;
  }
}

}  // namespace

std::string_view name(Reason reason) {
  switch (reason) {
    case Reason::breached: return "breached";
    case Reason::reused: return "reused";
    case Reason::guessable: return "guessable";
    case Reason::shared: return "shared";
    case Reason::old: return "old";
    case Reason::near_reused: return "near-reused";
    case Reason::no_second_factor: return "no-second-factor";
    case Reason::insecure_url: return "insecure-url";
  }
  return "";
}

std::string_view name(Guessability guessability) {
  switch (guessability) {
    case Guessability::weak: return "weak";
    case Guessability::fair: return "fair";
    case Guessability::strong: return "strong";
  }
  return "";
}

Result<Audit> audit(std::span<const AuditedExport> exports, const AuditGrounds& grounds, Instant now) {
  auto result = Auditor(exports, grounds, now).run();
  crypto::wipe_stack();
  return result;
}

Message next_action(Reason worst) { return {"accounts.action." + std::string(name(worst)), {}}; }

Message explanation(const AuditedAccount& account, Reason reason) {
  if (reason == Reason::breached && account.common) return {"accounts.common", {}};
  Message message{"accounts.reason." + std::string(name(reason)), {}};
  if (reason == Reason::near_reused) message.params.emplace_back("rule", account.family_rule);
  return message;
}

}  // namespace garde::accounts
