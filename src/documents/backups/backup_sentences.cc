#include "documents/backups/backup_sentences.h"

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
  const std::string why = texts.sentence(fmt::format("backups.damage.{}", detail.substr(0, end)));
  if (end == detail.size()) return why;
  return texts.sentence(
      {"backups.damaged-at", {{"why", why}, {"place", as_text(detail.substr(end + kThenPlace.size()))}}});
}

std::string time_words(const std::string& raw, const text::Zone& zone) {
  if (const auto time = parse_instant(raw)) return zone.day_and_time_of(*time);
  if (const auto day = parse_date(raw)) return text::long_day(*day);
  return as_text(raw);
}

}  // namespace

std::string finding_sentence(const backups::Finding& finding, const text::Catalogue& texts, const text::Zone& zone) {
  // The subject of most is a name, and a file may be called "2026-11-23".
  const bool is_of_days = finding.kind == "missed" || finding.kind.starts_with("cadence-");
  const bool is_damage = finding.kind == "damage-loss" || finding.kind == "damage-decay";
  return texts.sentence(
      {fmt::format("backups.finding.{}", finding.kind),
       {{"subject", is_of_days ? time_words(finding.subject, zone) : as_text(finding.subject)},
        {"detail", is_damage ? damage_words(finding.detail, texts) : time_words(finding.detail, zone)}}});
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
