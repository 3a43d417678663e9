#include "storage/statement_store.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace garde::storage {
namespace {

using evidence::Attestation;
using evidence::AttestationId;
using evidence::AttestedReply;
using evidence::Claim;
using evidence::Declaration;

constexpr Sql kSelectDeclarations = R"sql(
SELECT claim, holds, declared_at FROM declaration WHERE practice_id = ? ORDER BY claim, position)sql";
constexpr Sql kAddDeclaration = R"sql(
INSERT INTO declaration (practice_id, claim, position, holds, declared_at)
VALUES (?, ?, (SELECT COALESCE(MAX(position) + 1, 0) FROM declaration WHERE practice_id = ? AND claim = ?), ?, ?)
)sql";

// One row per reply; one with nothing in its last four columns for an attestation without any.
constexpr Sql kSelectAttestations = R"sql(
SELECT attestation.id, attested_by, received_on, entered_at, document_id, claim, reply, as_of, detail
FROM attestation
LEFT JOIN attested_reply ON attested_reply.practice_id = attestation.practice_id AND attestation_id = attestation.id
WHERE attestation.practice_id = ?
ORDER BY entered_at, attestation.id, position NULLS FIRST)sql";
constexpr Sql kInsertAttestation = R"sql(
INSERT INTO attestation (practice_id, id, attested_by, received_on, entered_at, document_id)
VALUES (?, ?, ?, ?, ?, ?))sql";
constexpr Sql kInsertReply = R"sql(
INSERT INTO attested_reply (practice_id, attestation_id, position, claim, reply, as_of, detail)
VALUES (?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kDeleteAttestation = R"sql(DELETE FROM attestation WHERE practice_id = ? AND id = ?)sql";

Result<Claim> read_claim(Row& row) {
  auto claim = Claim::parse(TRY(row.text()));
  if (!claim) return row.damaged("expected a claim");
  return claim;
}

Result<Declaration> read_declaration(Row& row) {
  auto claim = TRY(read_claim(row));
  const bool holds = TRY(row.boolean());
  const auto declared_at = TRY(row.instant());
  return Declaration{std::move(claim), holds, declared_at};
}

Result<AttestedReply> read_reply(Row& row) {
  auto claim = TRY(read_claim(row));
  const auto reply = evidence::parse_reply(TRY(row.text()));
  if (!reply) return row.damaged("expected a reply");
  const auto as_of = TRY(row.optional(&Row::date));
  auto detail = TRY(row.text());
  return AttestedReply{std::move(claim), *reply, as_of, std::move(detail)};
}

// An attestation with at most one of its replies.
Result<Attestation> read_attestation(Row& row) {
  auto id = TRY(row.id<evidence::AttestationTag>());
  auto attested_by = TRY(row.text());
  const auto received_on = TRY(row.date());
  const auto entered_at = TRY(row.instant());
  auto document = TRY(row.optional(&Row::id<evidence::DocumentTag>));
  Attestation attestation{std::move(id), std::move(attested_by), received_on, entered_at, std::move(document), {}};
  if (!row.skip_null_rest()) attestation.replies.push_back(TRY(read_reply(row)));
  return attestation;
}

}  // namespace

Result<std::vector<Declaration>> load_declaration_history(Connection& connection, const PracticeId& practice) {
  return read_all(connection.query(kSelectDeclarations, {practice}), read_declaration);
}

Result<std::vector<Declaration>> load_declarations(Connection& connection, const PracticeId& practice) {
  return evidence::last_words(TRY(load_declaration_history(connection, practice)), Instant::max());
}

Result<void> save_declaration(Connection& connection, const PracticeId& practice, const Declaration& declaration) {
  const std::string claim = to_text(declaration.claim);
  TRY(connection.execute(kAddDeclaration,
                         {practice, claim, practice, claim, declaration.holds, declaration.declared_at}));
  return {};
}

Result<std::vector<Attestation>> load_attestations(Connection& connection, const PracticeId& practice) {
  auto parts = TRY(read_all(connection.query(kSelectAttestations, {practice}), read_attestation));
  std::vector<Attestation> all;
  for (Attestation& part : parts) {
    if (all.empty() || all.back().id != part.id)
      all.push_back(std::move(part));
    else
      std::move(part.replies.begin(), part.replies.end(), std::back_inserter(all.back().replies));
  }
  return all;
}

Result<void> add_attestation(Connection& connection, const PracticeId& practice, const Attestation& attestation) {
  GARDE_CHECK(connection.in_transaction());
  TRY(connection.execute(kInsertAttestation, {practice, attestation.id, attestation.attested_by,
                                              attestation.received_on, attestation.entered_at, attestation.document}));
  std::int64_t position = 0;
  for (const AttestedReply& reply : attestation.replies) {
    TRY(connection.execute(kInsertReply, {practice, attestation.id, position++, to_text(reply.claim),
                                          evidence::name(reply.reply), reply.as_of, reply.detail}));
  }
  return {};
}

Result<void> remove_attestation(Connection& connection, const PracticeId& practice, const AttestationId& attestation) {
  if (TRY(connection.execute(kDeleteAttestation, {practice, attestation})) == 0)
    return Error{ErrorKind::not_found, "attestation " + attestation.text(), std::nullopt, ""};
  return {};
}

}  // namespace garde::storage
