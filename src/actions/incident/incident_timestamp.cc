#include "actions/incident/incident_timestamp.h"

#include <array>

#include <fmt/format.h>

#include "actions/incident/incident_journal.h"
#include "base/hex.h"
#include "crypto/random.h"
#include "crypto/timestamp.h"
#include "incident/timestamps.h"
#include "journal/record.h"

namespace garde::actions {
namespace {

using incident::Incident;
using incident::Writing;

}  // namespace

Result<TimestampQuery> ask_timestamp(Practice& practice, const IncidentId& id) {
  constexpr std::size_t kNonceBytes = 8;
  std::array<std::byte, kNonceBytes> nonce{};
  crypto::fill_random(nonce);
  const journal::Contents read = TRY(read_journal(practice, id));
  const auto checkpoint = read.verification.last_checkpoint();
  if (!checkpoint || !read.verification.holds())
    return Error{ErrorKind::damaged, id.text(), std::nullopt, "a timestamp would vouch for what was changed"};
  const std::string stamped = journal::encode_checkpoint(*checkpoint);
  const incident::TimestampRequest request{checkpoint->size, crypto::sha256(std::as_bytes(std::span(stamped))),
                                           to_hex(nonce), practice.now()};
  TRY(record(practice, id, "", [&](const Incident&, const Writing& writing, FieldProblems&) {
    return std::vector{incident::timestamp_asked(request, writing)};
  }));
  return TimestampQuery{request.entries, crypto::timestamp_request(request.imprint, nonce),
                        fmt::format("{}-{}.tsq", id.text(), request.entries)};
}

std::string timestamp_words(const Practice& practice, const incident::Timestamp& timestamp) {
  const text::Catalogue& texts = practice.library().texts;
  std::string words = texts.sentence(
      {"incident-timestamp.words",
       {{"entries", std::to_string(timestamp.entries)}, {"when", practice.zone().day_and_time_of(timestamp.at)}}});
  if (timestamp.authority_is_known == false)
    words += " " + texts.sentence({"incident-timestamp.authority-unknown", {{"authority", timestamp.authority}}});
  return words;
}

Result<FieldProblems> keep_timestamp(Practice& practice, const IncidentId& id, const TimestampAnswer& answer) {
  const auto problem = [](std::string field, std::string_view key) {
    return FieldProblems{{std::move(field), {fmt::format("incident-timestamp.problem.{}", key), {}}}};
  };
  const auto imprint = crypto::timestamped_imprint(answer.response);
  if (!imprint) return problem("response", imprint.error().kind == ErrorKind::unsupported ? "refused" : "no-answer");
  const Incident incident = TRY(read_incident(practice, id));
  const incident::TimestampRequest* request = incident::find_request(incident, *imprint);
  if (request == nullptr) return problem("response", "other-journal");
  const auto verified =
      crypto::verify_timestamp(answer.response, request->imprint, request->nonce, answer.certificates, practice.now());
  if (!verified && verified.error().subject == "certificates") return problem("certificates", "no-certificate");
  if (!verified) return problem("response", "not-verified");
  if (verified->at < request->asked_at - kClocksApart) return problem("response", "before-asked");
  if (verified->at > practice.now() + kClocksApart) return problem("response", "from-the-future");

  const std::string name = fmt::format("{}-{}", id.text(), request->entries);
  const std::vector<journal::Attachment> kept {
    TRY(keep_attachment(practice, id, name + ".tsr", answer.response))
    , TRY(keep_attachment(practice, id, name + ".pem", std::as_bytes(std::span(answer.certificates))))
  };
  const incident::Timestamp timestamp{.entries = request->entries,
                                      .at = verified->at,
                                      .authority = verified->authority,
                                      .serial = verified->serial,
                                      .authority_is_known = verified->authority_is_known};
  const std::string words = timestamp_words(practice, timestamp);
  return record(practice, id, answer.author, [&](const Incident&, const Writing& writing, FieldProblems&) {
    return std::vector{incident::timestamped(timestamp, words, kept, writing)};
  });
}

}  // namespace garde::actions
