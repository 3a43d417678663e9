#include "actions/incident/incident_timestamp.h"

#include <array>

#include <fmt/format.h>

#include "actions/incident/incident_journal.h"
#include "base/hex.h"
#include "crypto/random.h"
#include "crypto/timestamp.h"
#include "incident/timestamps.h"
#include "journal/record.h"
#include "worker/incident/timestamps.h"

namespace garde::actions {
namespace {

using incident::Incident;
using incident::Writing;
using worker::TimestampDoubt;

FieldProblems problem(std::string field, std::string_view key) {
  return {{std::move(field), {fmt::format("incident-timestamp.problem.{}", key), {}}}};
}

FieldProblems problem_of(TimestampDoubt doubt) {
  switch (doubt) {
    case TimestampDoubt::no_answer: return problem("response", "no-answer");
    case TimestampDoubt::refused: return problem("response", "refused");
    case TimestampDoubt::not_asked: return problem("response", "other-journal");
    case TimestampDoubt::no_certificate: return problem("certificates", "no-certificate");
    case TimestampDoubt::not_verified: break;
  }
  return problem("response", "not-verified");
}

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
  const Incident incident = TRY(read_incident(practice, id));
  worker::GivenTimestamp given{.response = {answer.response.begin(), answer.response.end()},
                               .certificates = std::string(answer.certificates),
                               .asked = {},
                               .now = practice.now()};
  for (const incident::TimestampRequest& request : incident.timestamp_requests)
    given.asked.push_back({request.imprint, request.nonce});
  const auto read = worker::verify_timestamp(practice.readers(), given);
  if (!read) return FieldProblems{{"response", cage::explanation(read.error().ending)}};
  if (const auto* doubt = std::get_if<TimestampDoubt>(&*read)) return problem_of(*doubt);

  const auto& verified = std::get<crypto::VerifiedTimestamp>(*read);
  const incident::TimestampRequest* request = incident::find_request(incident, verified.imprint);
  if (verified.at < request->asked_at - kClocksApart) return problem("response", "before-asked");
  if (verified.at > practice.now() + kClocksApart) return problem("response", "from-the-future");

  const std::string name = fmt::format("{}-{}", id.text(), request->entries);
  const std::vector<journal::Attachment> kept {
    TRY(keep_attachment(practice, id, name + ".tsr", answer.response))
    , TRY(keep_attachment(practice, id, name + ".pem", std::as_bytes(std::span(answer.certificates))))
  };
  const incident::Timestamp timestamp{.entries = request->entries,
                                      .at = verified.at,
                                      .authority = verified.authority,
                                      .serial = verified.serial,
                                      .authority_is_known = verified.authority_is_known};
  const std::string words = timestamp_words(practice, timestamp);
  return record(practice, id, answer.author, [&](const Incident&, const Writing& writing, FieldProblems&) {
    return std::vector{incident::timestamped(timestamp, words, kept, writing)};
  });
}

}  // namespace garde::actions
