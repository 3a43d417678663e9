// What is wrong with the accounts of one or several exports: one line for each account, every reason, one thing to do.
// No line holds a password, nor anything that a password could be tried against.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/audit/strength.h"
#include "accounts/audit/word_lists.h"
#include "accounts/breaches/breach_corpus.h"
#include "accounts/exports/export.h"
#include "accounts/register/tools.h"
#include "base/instant.h"
#include "base/message.h"
#include "base/result.h"

namespace garde::accounts {

// In the order in which they are to be mended.
enum class Reason : std::uint8_t {
  breached,          // the corpus holds the password; without one, the list of common passwords does
  reused,            // another account has the same
  guessable,         // few guesses find it
  shared,            // several people use the account
  old,               // older than its tool allows
  near_reused,       // another account has a variant of it
  no_second_factor,  // its tool has one, and nothing shows that it is on
  insecure_url,      // its address is not encrypted
};
constexpr std::size_t kReasonCount = 8;
std::string_view name(Reason reason);  // "near-reused", as the JSON says it

// How long a password lasts against somebody who guesses well, in a word: to the bit, it would tell which of the common
// passwords it is.
enum class Guessability : std::uint8_t {
  weak,  // under AuditRules::guessable_below_bits: a finding
  fair,  // under kStrongBits
  strong,
};
constexpr double kStrongBits = 60;                 // a million times the work of a weak one at its best
std::string_view name(Guessability guessability);  // "weak"

struct AuditedAccount {
  std::size_t file = 0;    // which of the exports
  std::uint64_t line = 0;  // of it, as Account::line
  std::string name;
  std::string username;
  std::string url;
  // "espacepro.ameli.fr dr.martin": the same for the same account in the next export. Empty when its password stands in
  // the one or the other.
  std::string key;
  std::vector<Reason> reasons;                // in their order
  std::optional<std::uint32_t> group;         // shared by accounts whose passwords are the same or variants
  std::string family_rule;                    // "<racine>+<année>", with near_reused
  std::optional<std::uint64_t> breach_count;  // seen at least so often: once, a thousand or a million times
  bool common = false;                        // with breached: known from the list of common passwords
  Guessability guessability{};
  CnilCase cnil = CnilCase::none;
};

struct Audit {
  std::vector<AuditedAccount> accounts;  // those of the first export first, in its order
};

struct AuditedExport {
  std::string person;  // whose it is; empty when nobody said
  const Export* read;  // must outlive the call
};

// What an audit goes by. Everything must outlive the call.
struct AuditGrounds {
  const WordLists& words;
  const Tools& tools;
  const AuditRules& rules;
  const BreachCorpus* corpus = nullptr;           // proved
  bool common_passwords = false;                  // without a corpus, the lists of common passwords stand for one
  std::span<const std::string> own_words = {};    // the practice's: its town, its doctors
  std::span<const ToolId> second_factor_on = {};  // tools for which somebody declared that one is on
};

// Fails only when the corpus cannot be read.
Result<Audit> audit(std::span<const AuditedExport> exports, const AuditGrounds& grounds, Instant now);

// What to do first about an account of whose reasons `worst` is the first, and about each of its reasons: keys under
// accounts.action and accounts.reason.
Message next_action(Reason worst);
Message explanation(const AuditedAccount& account, Reason reason);

}  // namespace garde::accounts
