// What the practice asks its provider, and what the provider replied.
#pragma once

#include <map>

#include "actions/practice/attached_file.h"
#include "actions/practice/practice.h"
#include "evidence/statement.h"
#include "storage/document_store.h"

namespace garde::actions {

inline constexpr ByteCount kMaxDocumentSize = 10_MiB;      // a scanned letter of several pages; browsers send it whole
inline constexpr std::size_t kMaxAttestedByLength = 120;   // code points: a name and a company
inline constexpr std::size_t kMaxReplyDetailLength = 500;  // code points: a sentence or two

// As typed. The keys of `replies` are claims ("backup-automatic/agenda").
struct AttestationForm {
  struct Reply {
    std::string reply;  // "yes", "no", "unknown", or empty for not asked
    std::string day;    // of the thing itself, or empty
    std::string detail;
  };
  std::string attested_by;
  std::string received_on;
  std::map<std::string, Reply> replies;
  std::optional<AttachedFile> document;
};

// Keeps the attestation and its document together, or nothing. Field names of problems: attested_by, received_on,
// document, reply-<claim>, day-<claim>, detail-<claim>; `form` when there is no reply at all.
Result<FieldProblems> enter_attestation(Practice& practice, const AttestationForm& form);

struct ReceivedAttestation {
  evidence::Attestation attestation;
  std::optional<storage::StoredDocument> document;
};
Result<std::vector<ReceivedAttestation>> received_attestations(Practice& practice);  // the newest first

}  // namespace garde::actions
