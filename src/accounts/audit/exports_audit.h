// Exports as they were handed in: opened, read and audited in one go, so that no password lives longer than the call or
// leaves it. This is what a worker does: worker/accounts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "accounts/audit/audit.h"
#include "accounts/audit/audit_report.h"
#include "accounts/exports/export.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/secret.h"
#include "io/tree.h"

namespace garde::accounts {

struct GivenExport {
  std::string subject;  // names the file in errors
  std::string person;   // whose it is; empty when nobody said
  crypto::SecretBytes file;
  std::optional<crypto::SecretBytes> password = {};
};
struct GivenKeyFile {
  std::string subject;
  crypto::SecretBytes file;  // as it is on the disk
};

struct GivenExports {
  std::vector<GivenExport> exports;
  std::optional<GivenKeyFile> key_file = {};  // of KeePass: opens each of them that wants one
  std::optional<std::string> corpus = {};     // its name; nothing: the shipped list stands for one
  std::vector<std::string> own_words = {};    // folded
  std::vector<ToolId> second_factor_on = {};  // those of which somebody said so
  Instant now;
};

// What the audit goes by, the same for every practice. Must outlive the call.
struct AuditKnowledge {
  const WordLists& words;
  const Tools& tools;
  const AuditRules& rules;
};

struct AuditedContent {
  ExportFormat format{};
  bool in_clear = true;  // whoever opens the file reads every password
  std::uint64_t accounts = 0;
  std::vector<SkippedRow> skipped;
};
struct ExportsAudit {
  std::vector<AuditedContent> files;  // one for each export, in their order
  CorpusAnswer corpus = {};
  Audit audit = {};
};

// What could not be read, and so nothing was audited.
struct UnreadPart {
  enum class Part : std::uint8_t { key_file, content, corpus };
  Part part{};
  std::uint64_t file = 0;  // which of the exports, when it is its content
  Error error;
};

// `corpus` is the file of that name, null without one.
tl::expected<ExportsAudit, UnreadPart> audit_given(GivenExports given, const AuditKnowledge& knowledge,
                                                   std::unique_ptr<io::File> corpus);

// Whether an audit can be one of `exports` exports: every number in it counts something that is there. One that came
// from a worker may have been made up.
bool is_consistent(const ExportsAudit& audit, std::size_t exports);

}  // namespace garde::accounts
