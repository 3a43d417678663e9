#include "actions/plan/attestation.h"

#include <algorithm>

#include "actions/practice/field_check.h"
#include "actions/practice/new_id.h"
#include "storage/statement_store.h"

namespace garde::actions {
namespace {

std::optional<evidence::AttestedReply> read_reply(const evidence::Claim& claim, const AttestationForm::Reply& typed,
                                                  Date today, FieldProblems& problems) {
  const std::string name = evidence::to_text(claim);
  if (typed.reply.empty()) return std::nullopt;
  const auto reply = evidence::parse_reply(typed.reply);
  if (!reply) {
    problems.push_back({"reply-" + name, {"form.problem.choice", {}}});
    return std::nullopt;
  }
  evidence::AttestedReply read{claim, *reply, std::nullopt, std::string(trimmed(typed.detail))};
  check_text("detail-" + name, read.detail, kMaxReplyDetailLength, LineBreaks::refused, problems);
  read.as_of = check_past_day("day-" + name, typed.day, today, problems);
  return read;
}

}  // namespace

Result<FieldProblems> enter_attestation(Practice& practice, const AttestationForm& form) {
  FieldProblems problems;
  const Date today = practice.today();
  evidence::Attestation attestation{new_id<evidence::AttestationId>(),
                                    std::string(trimmed(form.attested_by)),
                                    today,
                                    practice.now(),
                                    std::nullopt,
                                    {}};
  if (attestation.attested_by.empty()) problems.push_back({"attested_by", {"form.problem.missing", {}}});
  check_text("attested_by", attestation.attested_by, kMaxAttestedByLength, LineBreaks::refused, problems);
  if (trimmed(form.received_on).empty()) {
    problems.push_back({"received_on", {"form.problem.missing", {}}});
  } else if (const auto day = check_past_day("received_on", form.received_on, today, problems)) {
    attestation.received_on = *day;
  }
  for (const plan::Aspect& aspect : practice.library().provider_request.aspects) {
    for (const plan::RequestedReply& asked : aspect.replies) {
      const auto typed = form.replies.find(evidence::to_text(asked.claim));
      if (typed == form.replies.end()) continue;
      if (auto reply = read_reply(asked.claim, typed->second, today, problems))
        attestation.replies.push_back(std::move(*reply));
    }
  }
  if (attestation.replies.empty() && problems.empty()) problems.push_back({"form", {"form.problem.no-reply", {}}});
  if (form.document && form.document->bytes.size() > kMaxDocumentSize.value)
    problems.push_back({"document", {"form.problem.too-large", {{"max", text::size(kMaxDocumentSize)}}}});
  if (!problems.empty()) return problems;

  if (form.document) attestation.document = new_id<evidence::DocumentId>();
  TRY(practice.in_transaction([&](storage::Connection& connection) -> Result<void> {
    if (form.document) {
      const storage::NewDocument description{*attestation.document, form.document->name, form.document->media_type,
                                             attestation.entered_at};
      TRY(storage::add_document(connection, practice.id(), description,
                                std::as_bytes(std::span(form.document->bytes))));
    }
    return storage::add_attestation(connection, practice.id(), attestation);
  }));
  return problems;
}

Result<std::vector<ReceivedAttestation>> received_attestations(Practice& practice) {
  return practice.with_storage([&](storage::Connection& connection) -> Result<std::vector<ReceivedAttestation>> {
    std::vector<evidence::Attestation> attestations = TRY(storage::load_attestations(connection, practice.id()));
    std::ranges::reverse(attestations);
    std::vector<ReceivedAttestation> received;
    for (evidence::Attestation& attestation : attestations) {
      std::optional<storage::StoredDocument> document;
      if (attestation.document)
        document = TRY(storage::load_document(connection, practice.id(), *attestation.document));
      received.push_back({std::move(attestation), std::move(document)});
    }
    return received;
  });
}

}  // namespace garde::actions
