#include "accounts/audit/audit.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "accounts/audit/family.h"
#include "accounts/audit/strength.h"
#include "accounts/exports/folded_text.h"
#include "accounts/exports/site.h"
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
  Site site;
  std::string identity;                      // equal for the same login at the same place
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

// Whatever is shown of an account, its password is not: people also put it in the name or the login.
std::string shown(std::string_view text, SecretString password) {
  const std::string_view secret = password.reveal();
  if (secret.size() < 4) return text == secret ? "…" : std::string(text);
  std::string without;
  for (std::size_t at; (at = text.find(secret)) != std::string_view::npos; text.remove_prefix(at + secret.size()))
    without += std::string(text.substr(0, at)) + "…";
  return without + std::string(text);
}

std::string identity_of(const Subject& subject) {
  const Account& account = *subject.account;
  std::string place = subject.site.host.empty() ? folded(account.name) : subject.site.host;
  if (place.empty()) place = std::to_string(subject.file) + ':' + std::to_string(account.line);
  return place + '\n' + folded(account.username);
}

std::string key_of(const Subject& subject) {
  std::string key = subject.identity;
  std::ranges::replace(key, '\n', ' ');
  return key;
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
  add_parts(subject.site.label);
  add_parts(subject.account->username.substr(0, subject.account->username.find('@')));
  add_parts(subject.account->name);
  return words;
}

class Auditor {
 public:
  Auditor(std::span<const AuditedExport> exports, const AuditGrounds& grounds, Instant now);
  Result<Audit> run();

 private:
  void find_reused();
  void find_families();
  void find_shared();
  void judge_alone();
  Result<void> find_breached();
  void find_common();
  void number_groups();
  void give(std::size_t i, Reason reason) { reasons_[i].insert(reason); }
  std::size_t identities_of(const std::vector<std::size_t>& members) const;

  const AuditGrounds& grounds_;
  Instant now_;
  SecretPool pool_;
  std::vector<Subject> subjects_;
  std::vector<std::set<Reason>> reasons_;
  Groups groups_;
  Audit audit_;
};

std::size_t count_accounts(std::span<const AuditedExport> exports) {
  std::size_t count = 0;
  for (const AuditedExport& file : exports) count += file.read->accounts.size();
  return count;
}

// The key dies here: outside this audit the digests compare with nothing.
Auditor::Auditor(std::span<const AuditedExport> exports, const AuditGrounds& grounds, Instant now)
    : grounds_(grounds), now_(now), reasons_(count_accounts(exports)), groups_(reasons_.size()) {
  crypto::SecretBytes key(32);
  crypto::fill_random(key.bytes());
  crypto::HmacSha256 keyed(key.bytes());
  for (std::size_t file = 0; file < exports.size(); ++file) {
    for (const Account& account : exports[file].read->accounts) {
      Subject subject{.file = file,
                      .account = &account,
                      .person = exports[file].person,
                      .site = {},
                      .identity = {},
                      .secret = keyed.of(bytes_of(account.password)),
                      .root = {},
                      .family_rule = {}};
      if (!account.urls.empty()) subject.site = site_of(account.urls.front());
      subject.identity = identity_of(subject);
      if (auto shape = family_shape(account.password, folded(subject.site.label), pool_)) {
        subject.root = keyed.of(bytes_of(shape->root));
        subject.family_rule = std::move(shape->rule);
      }
      audit_.accounts.push_back(
          {.file = file,
           .name = shown(account.name.empty() ? subject.site.host : account.name, account.password),
           .username = shown(account.username, account.password),
           .url = shown(subject.site.address, account.password),
           .key = shown(key_of(subject), account.password),
           .reasons = {},
           .group = {},
           .family_rule = {},
           .breach_count = {},
           .common = false});
      subjects_.push_back(std::move(subject));
    }
  }
}

Result<Audit> Auditor::run() {
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
  std::set<std::string_view> identities;
  for (const std::size_t i : members) identities.insert(subjects_[i].identity);
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
  const auto login_of = [&](const Subject& subject) {
    const std::string login = folded(subject.account->username);
    const auto& generic = grounds_.rules.generic_logins;
    const bool role = std::ranges::find(generic, login.substr(0, login.find('@'))) != generic.end();
    return role ? login : subject.identity;
  };
  std::map<std::string, std::set<std::string_view>> people;
  for (const Subject& subject : subjects_)
    if (!subject.person.empty() && !subject.account->username.empty()) people[login_of(subject)].insert(subject.person);
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    const auto holders = people.find(login_of(subjects_[i]));
    if (subjects_[i].account->shared || (holders != people.end() && holders->second.size() > 1))
      give(i, Reason::shared);
  }
}

void Auditor::judge_alone() {
  GuessEstimator estimator(grounds_.words);
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    const Subject& subject = subjects_[i];
    const Account& account = *subject.account;
    AuditedAccount& audited = audit_.accounts[i];
    audited.guessability_bits = estimator.bits(account.password, words_of(subject, grounds_.own_words));
    audited.cnil_bits = cnil_bits(account.password);
    if (audited.guessability_bits < grounds_.rules.guessable_below_bits) give(i, Reason::guessable);
    if (std::ranges::any_of(account.urls, [](const std::string& url) { return site_of(url).clear_text; }))
      give(i, Reason::insecure_url);
    const Tool* tool = grounds_.tools.of(account, subject.site);
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
    audit_.accounts[i].breach_count = std::uint64_t{1} << *counts[i];
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
