// What was shown to hold, by whom, how strongly and until when.
//
// A claim is something that can be true of the practice: "restore-tested/agenda". Evidence speaks for or
// against one claim. It comes from an answer, a person's statement, a provider's attestation or a
// measurement of ours, and it has an end: a restore test of last year proves nothing today. Nothing here is
// stored; it is derived each time from the answers, attestations and runs that are.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "content/table.h"
#include "evidence/judgement.h"

namespace garde::evidence {

using ClaimKindId = Id<struct ClaimKindTag>;
using SubjectId = Id<struct SubjectTag>;  // a data set, a tool, or "practice"

// A claim in our own code, as "restore-tested/agenda": another spelling does not compile.
class ClaimLiteral {
 public:
  consteval ClaimLiteral(const char* text)  // NOLINT(google-explicit-constructor): a literal is written as one
      : ClaimLiteral(std::string_view(text)) {}
  consteval ClaimLiteral(std::string_view text)  // NOLINT(google-explicit-constructor): as above
      : kind_(text.substr(0, text.find('/'))), subject_(text.substr(text.find('/') + 1)) {}
  constexpr IdLiteral kind() const { return kind_; }
  constexpr IdLiteral subject() const { return subject_; }

 private:
  IdLiteral kind_;
  IdLiteral subject_;
};

struct Claim {
  ClaimKindId kind;
  SubjectId subject;
  auto operator<=>(const Claim&) const = default;

  static Result<Claim> parse(std::string_view text);  // "restore-tested/agenda"
  static Claim of(ClaimLiteral literal) { return {ClaimKindId::of(literal.kind()), SubjectId::of(literal.subject())}; }
};
std::string to_text(const Claim& claim);

// In growing strength. The names are those of the JSON.
enum class ProofLevel : std::uint8_t { declared, attested, measured };
std::string_view name(ProofLevel level);

struct Evidence {
  Claim claim;
  ProofLevel level{};
  bool holds = false;
  Instant established_at;
  Instant valid_until;                // from here on it proves nothing
  std::string origin;                 // what it was derived from: "answer backup-made-agenda", "attestation 8c1f"
  std::optional<Judged> judged = {};  // of a measurement: what it rests on, where that was counted
  bool operator==(const Evidence&) const = default;
};

// A kind of claim, from content/claims/claims.toml.
struct ClaimKind {
  ClaimKindId id;
  std::string title;  // French: "Restauration testée"
  Days shelf_life;    // how long evidence of it is worth something
  bool operator==(const ClaimKind&) const = default;
};

class ClaimKinds {
 public:
  static ClaimKinds read(const content::Files& files, content::Problems& problems);
  const ClaimKind* find(const ClaimKindId& id) const;  // null when unknown; valid while this lives
  std::vector<ClaimKind> all() const;

  // Evidence whose end follows from its kind. Aborts on an unknown kind: content is linted before.
  Evidence make(Claim claim, ProofLevel level, bool holds, Instant established_at, std::string origin) const;

 private:
  std::map<ClaimKindId, ClaimKind> kinds_;
};

enum class Verdict : std::uint8_t {
  never_shown,  // nothing speaks for or against it
  holds,
  fails,        // the strongest evidence that is still valid speaks against it
  expired,      // it held, and nothing valid says so any more
  failed_once,  // it failed, that has grown old, and nothing as strong has said since that it is mended
};

struct Standing {
  Verdict verdict = Verdict::never_shown;
  std::optional<Evidence> by;  // what decides; for expired the newest that held, for failed_once the failure
  bool operator==(const Standing&) const = default;
};

// Among the evidence valid at `now` the strongest level decides, and within a level the newest: a word
// never overrules a measurement, a new measurement overrules an old one. A failure that has expired leaves the claim
// unknown: an older or a weaker yes does not speak in its place.
Standing standing(std::span<const Evidence> evidence, const Claim& claim, Instant now);

// Several claims that must hold together: the worst verdict of them, from fails over failed_once, never_shown and
// expired; when all hold, `by` is the weakest of them and, at equal level, the one that ends first.
Standing standing(std::span<const Evidence> evidence, std::span<const Claim> claims, Instant now);

}  // namespace garde::evidence
