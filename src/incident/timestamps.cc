#include "incident/timestamps.h"

#include <algorithm>

#include <fmt/format.h>

namespace garde::incident {
namespace {

// What these entries hold.
constexpr std::string_view kSize = "size";
constexpr std::string_view kImprint = "imprint";
constexpr std::string_view kNonce = "nonce";
constexpr std::string_view kAuthority = "authority";
constexpr std::string_view kSerial = "serial";
constexpr std::string_view kAuthorityKnown = "authority-known";  // yes, no

std::string text_in(const journal::Entry& entry, IdLiteral name) {
  return std::string(value_in(entry, name).value_or(""));
}

}  // namespace

journal::Draft timestamp_asked(const TimestampRequest& request, const Writing& writing) {
  journal::Draft made = make_draft(kind::kTimestampAsked, writing.now, "", writing);
  put(made, kSize, fmt::format("{}", request.entries));
  put(made, kImprint, request.imprint.hex());
  put(made, kNonce, request.nonce);
  return made;
}

journal::Draft timestamped(const Timestamp& timestamp, std::string_view words,
                           const std::vector<journal::Attachment>& kept, const Writing& writing) {
  // Its fact is the authority's hour, which is not this computer's.
  journal::Draft made = make_draft(kind::kTimestamped, timestamp.at, words, writing);
  put(made, kSize, fmt::format("{}", timestamp.entries));
  if (!timestamp.authority.empty() && fits_in_a_line(timestamp.authority)) put(made, kAuthority, timestamp.authority);
  put(made, kSerial, timestamp.serial);
  if (timestamp.authority_is_known) put(made, kAuthorityKnown, *timestamp.authority_is_known ? "yes" : "no");
  made.attachments = kept;
  return made;
}

bool read_timestamp_entry(const journal::Entry& entry, Incident& incident) {
  const auto entries = number_in(entry, kSize);
  if (!entries) return false;
  if (entry.said.kind.text() == kind::kTimestampAsked) {
    const auto imprint = crypto::Sha256Digest::parse(text_in(entry, kImprint));
    if (!imprint) return false;
    incident.timestamp_requests.push_back({*entries, *imprint, text_in(entry, kNonce), entry.said.entered});
    return true;
  }
  const std::string known = text_in(entry, kAuthorityKnown);
  incident.timestamps.push_back({*entries, entry.said.fact, text_in(entry, kAuthority), text_in(entry, kSerial),
                                 entry.sequence, known.empty() ? std::nullopt : std::optional(known == "yes")});
  return true;
}

const TimestampRequest* find_request(const Incident& incident, const crypto::Sha256Digest& imprint) {
  const auto& all = incident.timestamp_requests;
  const auto found = std::ranges::find(all.rbegin(), all.rend(), imprint, &TimestampRequest::imprint);
  return found == all.rend() ? nullptr : &*found;
}

}  // namespace garde::incident
