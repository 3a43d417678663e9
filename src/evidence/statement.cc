#include "evidence/statement.h"

#include <map>

#include "base/enumerators.h"

namespace garde::evidence {

std::string_view name(Reply reply) {
  switch (reply) {
    case Reply::yes: return "yes";
    case Reply::no: return "no";
    case Reply::unknown: return "unknown";
  }
  fail_check("a Reply outside its enum", __FILE__, __LINE__);
}

std::optional<Reply> parse_reply(std::string_view text) { return parse_enumerator<Reply>(text); }

Instant since_day(Date day, Instant entered_at) { return std::min(start_of(day), entered_at); }

std::vector<Declaration> last_words(std::span<const Declaration> history, Instant at) {
  std::map<Claim, Declaration> last;
  for (const Declaration& said : history)
    if (said.declared_at <= at) last.insert_or_assign(said.claim, said);
  std::vector<Declaration> words;
  for (auto& [claim, said] : last) words.push_back(std::move(said));
  return words;
}

std::vector<Evidence> evidence_from(std::span<const Declaration> declarations, const ClaimKinds& kinds) {
  std::vector<Evidence> evidence;
  for (const Declaration& declaration : declarations)
    if (kinds.find(declaration.claim.kind) != nullptr)
      evidence.push_back(kinds.make(declaration.claim, ProofLevel::declared, declaration.holds, declaration.declared_at,
                                    "declaration"));
  return evidence;
}

std::vector<Evidence> evidence_from(std::span<const Attestation> attestations, const ClaimKinds& kinds) {
  // What was entered last about a claim is what the provider says now, whatever dates it names.
  struct LastWord {
    const Attestation* attestation;
    const AttestedReply* reply;
  };
  std::map<Claim, LastWord> last_words;
  for (const Attestation& attestation : attestations) {
    for (const AttestedReply& reply : attestation.replies) {
      if (reply.reply == Reply::unknown || kinds.find(reply.claim.kind) == nullptr) continue;
      const auto [place, is_first] = last_words.try_emplace(reply.claim, LastWord{&attestation, &reply});
      if (!is_first && place->second.attestation->entered_at <= attestation.entered_at)
        place->second = {&attestation, &reply};
    }
  }
  std::vector<Evidence> evidence;
  for (const auto& [claim, word] : last_words) {
    const Date day = word.reply->as_of.value_or(word.attestation->received_on);
    const Instant since = since_day(day, word.attestation->entered_at);
    evidence.push_back(kinds.make(claim, ProofLevel::attested, word.reply->reply == Reply::yes, since,
                                  "attestation " + word.attestation->id.text()));
  }
  return evidence;
}

}  // namespace garde::evidence
