// What an audit says to a person or a program, and the little of it that may be kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/audit/accepted_risk.h"
#include "accounts/audit/audit.h"
#include "evidence/judgement.h"

namespace garde::accounts {

// One of the files that were read.
struct AuditedFile {
  std::string subject;  // its name
  std::string person;   // whose it is; empty when nobody said
  ExportFormat format{};
  bool in_clear = true;                      // whoever opens the file reads every password
  std::optional<std::string> synced_folder;  // the service that has copied it elsewhere
  std::optional<std::string> backed_up_by;   // the destinations of the backups that copy its folder
  std::size_t accounts = 0;
  std::vector<SkippedRow> skipped;
};

// What "breached" was judged by.
struct CorpusAnswer {
  bool shipped = false;  // the list of common passwords, not one of published leaks
  CorpusDoubt doubt = CorpusDoubt::none;
  std::uint64_t entries = 0;
  bool established() const { return shipped || doubt == CorpusDoubt::none; }
};

struct AuditReport {
  Instant at;
  std::vector<AuditedFile> files = {};
  CorpusAnswer corpus = {};
  Audit audit = {};
  std::vector<AcceptedRisk> accepted = {};  // those in force
};

// The accounts that were looked at, of all that may stand in the files: rows that could not be read (is_unread) are
// left out. What is set aside on purpose, a note or the bin, is none of them.
evidence::Judged judged(const AuditReport& report);
// Neither a row that could not be read nor a file without an account says that there is nothing to mend.
inline constexpr evidence::Enough kEnoughOfAnAudit = {};  // every unit, and one at least
// Failed: something is to be mended that nobody accepted.
evidence::Judgement judgement(const AuditReport& report);

// Whether an account has something to mend that nobody accepted.
bool has_open_findings(const AuditReport& report);

// Counts and a day: no name, no login, nothing that a password could be tried against.
struct AuditSummary {
  Instant at;
  std::uint64_t accounts = 0;
  std::array<std::uint64_t, kReasonCount> with_reason{};  // by Reason
  std::uint64_t with_any = 0;                             // that nobody accepted
  bool corpus_established = false;
  std::uint64_t corpus_entries = 0;

  std::uint64_t with(Reason reason) const { return with_reason.at(static_cast<std::size_t>(reason)); }
  bool operator==(const AuditSummary&) const = default;
};
AuditSummary summarise(const AuditReport& report);

// The accounts with something to mend, what is worst first, those of one group together. Indexes into the audit.
std::vector<std::size_t> in_order_of_mending(const Audit& audit);

}  // namespace garde::accounts
