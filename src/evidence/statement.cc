#include "evidence/statement.h"

namespace garde::evidence {

std::string_view name(Reply reply) {
  switch (reply) {
    case Reply::yes: return "yes";
    case Reply::no: return "no";
    case Reply::unknown: return "unknown";
  }
  fail_check("a Reply outside its enum", __FILE__, __LINE__);
}

std::optional<Reply> parse_reply(std::string_view text) {
  for (const Reply reply : {Reply::yes, Reply::no, Reply::unknown})
    if (name(reply) == text) return reply;
  return std::nullopt;
}

std::vector<Evidence> evidence_from(std::span<const Declaration> declarations, const ClaimKinds& kinds) {
  std::vector<Evidence> evidence;
  for (const Declaration& declaration : declarations)
    evidence.push_back(
        kinds.make(declaration.claim, ProofLevel::declared, declaration.holds, declaration.declared_at, "declaration"));
  return evidence;
}

std::vector<Evidence> evidence_from(std::span<const Attestation> attestations, const ClaimKinds& kinds) {
  std::vector<Evidence> evidence;
  for (const Attestation& attestation : attestations) {
    for (const AttestedReply& reply : attestation.replies) {
      if (reply.reply == Reply::unknown) continue;
      const Instant since = start_of(reply.as_of.value_or(attestation.received_on));
      evidence.push_back(kinds.make(reply.claim, ProofLevel::attested, reply.reply == Reply::yes, since,
                                    "attestation " + attestation.id.text()));
    }
  }
  return evidence;
}

}  // namespace garde::evidence
