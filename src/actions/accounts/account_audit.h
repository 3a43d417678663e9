// Auditing exports of passwords. What is read lives in locked memory until the call ends; nothing is written.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/audit/audit_report.h"
#include "accounts/breaches/breach_build.h"
#include "accounts/exports/backed_up_folder.h"
#include "actions/practice/library.h"
#include "crypto/secret.h"

namespace garde::actions {

// A file's bytes, straight into locked memory. not_found, unreadable, or invalid_input for a directory and for what is
// larger than any export.
Result<crypto::SecretBytes> load_export(const std::string& path);
// The key of a key file of KeePass; errors as those of load_export and accounts::read_key_file.
Result<crypto::SecretBytes> load_key_file(const std::string& path);

// One export that was read, and what is known of its file.
struct ReadExport {
  std::string subject;
  std::string person;         // whose it is; empty when nobody said
  std::string absolute_path;  // empty: it came through a page
  bool in_clear = true;
  accounts::Export content;
};

struct AuditGroundsGiven {
  std::optional<std::string> corpus;               // a file of `garde breached build`; nothing: the list of common ones
  std::vector<std::string> own_words;              // the practice's: its town, its doctors
  std::vector<accounts::ToolId> second_factor_on;  // those of which somebody said so
  std::vector<accounts::BackedUpFolder> backed_up = {};
  std::vector<accounts::AcceptedRisk> accepted = {};  // those in force
};

// Fails when the corpus cannot be read; one that cannot prove itself is in the report.
Result<accounts::AuditReport> audit_exports(std::span<const ReadExport> exports, const AuditGroundsGiven& grounds,
                                            const accounts::Knowledge& knowledge, Instant now);

// A corpus on disk, and the list it is made from.
Result<accounts::CorpusProof> check_corpus(const std::string& path);  // every byte of it
Result<accounts::CorpusBuilt> build_corpus(const std::string& source, const std::string& output,
                                           const std::function<void(std::uint64_t lines)>& on_lines);

}  // namespace garde::actions
