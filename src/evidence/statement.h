// What people say: a person of the practice ("c'est fait"), or a provider who answers for the data he keeps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evidence/evidence.h"

namespace garde::evidence {

// Somebody of the practice says that something holds, or takes it back. Evidence at level declared.
struct Declaration {
  Claim claim;
  bool holds = true;
  Instant declared_at;
  bool operator==(const Declaration&) const = default;
};

using DocumentId = Id<struct DocumentTag>;
using AttestationId = Id<struct AttestationTag>;

enum class Reply : std::uint8_t { yes, no, unknown };
std::string_view name(Reply reply);  // "yes", "no", "unknown"
std::optional<Reply> parse_reply(std::string_view text);

struct AttestedReply {
  Claim claim;
  Reply reply{};
  // When the thing itself was last true or done, if the provider said so: the evidence starts to age there.
  std::optional<Date> as_of;
  std::string detail;  // the provider's own words
  bool operator==(const AttestedReply&) const = default;
};

// A provider's or a document's word, with a name and a date. Evidence at level attested.
struct Attestation {
  AttestationId id;
  std::string attested_by;  // "M. Lefort, Informatique du Lac"
  Date received_on;
  Instant entered_at;
  std::optional<DocumentId> document;
  std::vector<AttestedReply> replies;
  bool operator==(const Attestation&) const = default;
};

// From when on something counts that is said of a whole day. The day begins somewhere in the world and counts from its
// midnight in UTC; where that still lies ahead, east of Greenwich, what was entered counts from its entry.
Instant since_day(Date day, Instant entered_at);

// Of each claim the last declaration of `history` that is not later; in the order of the claims.
std::vector<Declaration> last_words(std::span<const Declaration> history, Instant at);

std::vector<Evidence> evidence_from(std::span<const Declaration> declarations, const ClaimKinds& kinds);
// `unknown` gives nothing: not established is not a no.
std::vector<Evidence> evidence_from(std::span<const Attestation> attestations, const ClaimKinds& kinds);

}  // namespace garde::evidence
