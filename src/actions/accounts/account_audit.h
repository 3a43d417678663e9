// Auditing exports of passwords. They are opened and judged in a worker; nothing is written.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/audit/audit_report.h"
#include "accounts/audit/exports_audit.h"
#include "accounts/breaches/breach_build.h"
#include "accounts/exports/backed_up_folder.h"
#include "actions/practice/library.h"
#include "cage/reading.h"
#include "crypto/secret.h"

namespace garde::actions {

// A file's bytes, straight into locked memory. not_found, unreadable, or invalid_input for a directory and for what is
// larger than any export.
Result<crypto::SecretBytes> load_export(const std::string& path);
Result<crypto::SecretBytes> load_key_file(const std::string& path);

// What is known of the exports beside what they hold.
struct ExportPlaces {
  std::vector<std::string> paths;  // of each, absolute; empty: it came through a page
  std::vector<accounts::BackedUpFolder> backed_up = {};
  std::vector<accounts::AcceptedRisk> accepted = {};  // those in force
};

// Why nothing was audited: a part could not be read, `error` names it; or the reading ended before it was done.
struct AuditProblem {
  enum class About : std::uint8_t { key_file, content, corpus, reading };
  About about{};
  std::size_t file = 0;   // which of the exports, when it is its content
  cage::Ending ending{};  // of the reading
  Error error;
};

// A corpus that cannot prove itself is in the report.
tl::expected<accounts::AuditReport, AuditProblem> audit_exports(const cage::Runner& readers,
                                                                const accounts::GivenExports& given,
                                                                const ExportPlaces& places,
                                                                const accounts::Knowledge& knowledge);

// A corpus on disk, and the list it is made from.
Result<accounts::CorpusProof> check_corpus(const std::string& path);  // every byte of it
Result<accounts::CorpusBuilt> build_corpus(const std::string& source, const std::string& output,
                                           const std::function<void(std::uint64_t lines)>& on_lines);

}  // namespace garde::actions
