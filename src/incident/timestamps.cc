#include "incident/timestamps.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace garde::incident {
namespace {

std::string_view value(const journal::Entry& entry, std::string_view field) {
  const auto found = entry.said.fields.find(FieldId::of(field));
  return found == entry.said.fields.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t read = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), read);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return read;
}

}  // namespace

journal::Draft timestamp_asked(const TimestampRequest& request, const Writing& writing) {
  journal::Draft made = make_draft(kind::kTimestampAsked, writing.now, "", writing);
  put(made, "size", fmt::format("{}", request.entries));
  put(made, "imprint", request.imprint.hex());
  put(made, "nonce", request.nonce);
  return made;
}

journal::Draft timestamped(const Timestamp& timestamp, std::string_view words,
                           const std::vector<journal::Attachment>& kept, const Writing& writing) {
  // Its fact is the authority's hour, which is not this computer's.
  journal::Draft made = make_draft(kind::kTimestamped, timestamp.at, words, writing);
  put(made, "size", fmt::format("{}", timestamp.entries));
  if (!timestamp.authority.empty() && fits_in_a_line(timestamp.authority)) put(made, "authority", timestamp.authority);
  put(made, "serial", timestamp.serial);
  made.attachments = kept;
  return made;
}

bool read_timestamp_entry(const journal::Entry& entry, Incident& incident) {
  const auto entries = number(value(entry, "size"));
  if (!entries) return false;
  if (entry.said.kind.text() == kind::kTimestampAsked) {
    const auto imprint = crypto::Sha256Digest::parse(value(entry, "imprint"));
    if (!imprint) return false;
    incident.timestamp_requests.push_back({*entries, *imprint, std::string(value(entry, "nonce")), entry.said.entered});
    return true;
  }
  incident.timestamps.push_back({*entries, entry.said.fact, std::string(value(entry, "authority")),
                                 std::string(value(entry, "serial")), entry.sequence});
  return true;
}

const TimestampRequest* find_request(const Incident& incident, const crypto::Sha256Digest& imprint) {
  const auto& all = incident.timestamp_requests;
  const auto found = std::ranges::find(all.rbegin(), all.rend(), imprint, &TimestampRequest::imprint);
  return found == all.rend() ? nullptr : &*found;
}

}  // namespace garde::incident
