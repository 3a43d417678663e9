#include "documents/backup_sentences.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/as_text.h"
#include "base/instant.h"

namespace garde::documents {
namespace {

// "wrong_hash: 42c9… in f5a0…": what is wrong in words, and the place as it is, for a technician.
std::string damage_words(const std::string& detail, const text::Catalogue& texts) {
  constexpr std::string_view kThenPlace = ": ";
  const std::size_t end = std::min(detail.find(kThenPlace), detail.size());
  const std::string key = fmt::format("backups.damage.{}", detail.substr(0, end));
  if (!texts.has(key)) return as_text(detail);
  if (end == detail.size()) return texts.sentence(key);
  return texts.sentence({"backups.damaged-at",
                         {{"why", texts.sentence(key)}, {"place", as_text(detail.substr(end + kThenPlace.size()))}}});
}

}  // namespace

std::string finding_sentence(const backups::Finding& finding, const text::Catalogue& texts, const text::Zone& zone) {
  const auto readable = [&](const std::string& raw) {
    if (const auto time = parse_instant(raw)) return zone.day_and_time_of(*time);
    if (const auto day = parse_date(raw)) return text::long_day(*day);
    return damage_words(raw, texts);
  };
  return texts.sentence({fmt::format("backups.finding.{}", finding.kind),
                         {{"subject", readable(finding.subject)}, {"detail", readable(finding.detail)}}});
}

std::string length_sentence(std::chrono::milliseconds length, const text::Catalogue& texts) {
  if (length < std::chrono::minutes{1})
    return texts.sentence(
        {"backups.seconds", {{"seconds", fmt::format("{}", std::chrono::ceil<std::chrono::seconds>(length).count())}}});
  return text::minutes(std::chrono::ceil<std::chrono::minutes>(length));
}

std::vector<std::string> reach_sentences(const backups::CheckRun& run, const text::Catalogue& texts) {
  std::vector<std::string> sentences = {
      texts.sentence(fmt::format("backups.level.{}", formats::name(run.coverage.level))),
      texts.sentence({"backups.reach",
                      {{"read", text::size(run.coverage.bytes_read)},
                       {"total", text::size(run.coverage.bytes_total)},
                       {"pieces", text::number(static_cast<std::int64_t>(run.coverage.pieces_verified))}}})};
  if (const auto share = backups::damaged_share_at_most(run))
    sentences.push_back(texts.sentence({"backups.confidence", {{"share", fmt::format("{:.1f}", *share * 100)}}}));
  return sentences;
}

}  // namespace garde::documents
