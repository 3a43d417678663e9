#include "documents/backups/backup_check.h"

#include <iterator>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "backups/finding_json.h"
#include "base/as_text.h"
#include "documents/backups/backup_sentences.h"
#include "documents/backups/old_words.h"
#include "evidence/judged_json.h"

namespace garde::documents {
namespace {

namespace json = boost::json;

constexpr std::size_t kFindingsShown = 12;  // in a terminal, for each check

json::value number_or_null(const std::optional<std::uint64_t>& number) {
  if (!number) return nullptr;
  return json::value(*number);
}

json::object finding_json(const backups::Finding& finding) {
  json::object object{{"kind", name(finding)}};
  for (auto& field : backups::finding_fields(finding)) object[field.key()] = field.value();
  // What programs read before findings had fields.
  const OldWords words = old_words(finding);
  object["subject"] = as_text(words.subject);
  object["detail"] = as_text(words.detail);
  return object;
}

json::value check_json(const backups::Check& check) {
  json::array findings;
  for (const backups::Finding& finding : check.findings) findings.push_back(finding_json(finding));
  return {{"name", backups::name(check.question)},
          {"outcome", backups::name(check.outcome())},
          {"judged", evidence::to_json(check.judgement.judged())},
          {"finding_count", check.finding_count},
          {"findings", std::move(findings)}};
}

double seconds(std::chrono::milliseconds length) { return static_cast<double>(length.count()) / 1000; }

json::value drill_json(const backups::CheckRun& run, const backups::DrillResult& drill) {
  json::array recoveries;
  for (const backups::DataSetResult& result : run.data_sets)
    if (result.full_recovery)
      recoveries.push_back({{"data_set", result.data_set.text()}, {"seconds", seconds(*result.full_recovery)}});
  return {{"restore_point", as_text(drill.point)},  {"time", to_iso(drill.point_time)},
          {"files_in_point", drill.files_in_point}, {"bytes_in_point", drill.bytes_in_point.value},
          {"files_restored", drill.files_restored}, {"bytes_restored", drill.bytes_restored.value},
          {"files_opened", drill.files_opened},     {"files_not_opened", drill.files_not_opened},
          {"files_wrong", drill.files_wrong},       {"canaries_expected", drill.canaries_expected},
          {"canaries_back", drill.canaries_back},   {"seconds", seconds(drill.restoring)},
          {"sha256", drill.digest.hex()},           {"full_recovery", std::move(recoveries)}};
}

std::string drill_text(const backups::DrillResult& drill, const text::Catalogue& texts) {
  const auto count = [](std::uint64_t number) { return text::number(static_cast<std::int64_t>(number)); };
  return texts.sentence({"backups.drill.restored",
                         {{"files", count(drill.files_restored)},
                          {"total", count(drill.files_in_point)},
                          {"bytes", text::size(drill.bytes_restored)},
                          {"seconds", fmt::format("{}", (drill.restoring.count() + 999) / 1000)}}}) +
         "\n" +
         texts.sentence({"backups.drill.opened",
                         {{"opened", count(drill.files_opened)}, {"other", count(drill.files_not_opened)}}}) +
         "\n" + texts.sentence({"backups.drill.digest", {{"digest", drill.digest.hex()}}}) + "\n";
}

}  // namespace

std::string backup_check_json(const backups::CheckRun& run, const backups::DrillResult* drill) {
  json::array points;
  for (const formats::RestorePoint& point : run.restore_points) {
    const auto bytes = point.bytes ? std::optional(point.bytes->value) : std::nullopt;
    points.push_back({{"id", as_text(point.id)},
                      {"time", to_iso(point.time)},
                      {"files", number_or_null(point.files)},
                      {"bytes", number_or_null(bytes)}});
  }
  json::array checks;
  for (const backups::Check& check : run.checks) checks.push_back(check_json(check));
  json::value confidence = nullptr;
  if (const auto share = backups::damaged_share_at_most(run))
    confidence = {{"sure", 0.95}, {"damaged_share_at_most", *share}};
  json::object document{{"destination", as_text(run.destination)},
                        {"kind", formats::name(run.kind)},
                        {"restore_points", std::move(points)},
                        {"outcome", backups::name(run.outcome())},
                        {"checks", std::move(checks)},
                        {"coverage",
                         {{"level", formats::name(run.coverage.level)},
                          {"bytes_read", run.coverage.bytes_read.value},
                          {"bytes_total", run.coverage.bytes_total.value},
                          {"blobs_verified", run.coverage.pieces_verified},
                          {"confidence", std::move(confidence)}}},
                        {"seconds", seconds(run.length)}};
  if (drill != nullptr) document["drill"] = drill_json(run, *drill);
  return json::serialize(document);
}

std::string backup_check_text(const backups::CheckRun& run, const text::Catalogue& texts, const text::Zone& zone,
                              const backups::DrillResult* drill) {
  std::string text;
  const auto out = std::back_inserter(text);
  const auto count = [](std::size_t number) { return text::number(static_cast<std::int64_t>(number)); };
  fmt::format_to(out, "{} ({})\n", as_text(run.destination), kind_words(run.kind, texts));
  fmt::format_to(out, "{}\n",
                 texts.sentence({"backups.restore-points", {{"count", count(run.restore_points.size())}}}));
  if (!run.restore_points.empty())
    fmt::format_to(
        out, "{}\n",
        texts.sentence({"backups.newest", {{"time", zone.day_and_time_of(run.restore_points.back().time)}}}));
  for (const backups::Check& check : run.checks) {
    fmt::format_to(out, "\n{}  {}\n", texts.sentence(fmt::format("backups.outcome.{}", backups::name(check.outcome()))),
                   texts.sentence(fmt::format("backups.question.{}", backups::name(check.question))));
    for (std::size_t i = 0; i < std::min(kFindingsShown, check.findings.size()); ++i)
      fmt::format_to(out, "    {}\n", finding_sentence(check.findings[i], texts, zone));
    for (const std::string& sentence : share_sentences(check, texts)) fmt::format_to(out, "    {}\n", sentence);
    if (check.finding_count > kFindingsShown)
      fmt::format_to(out, "    {}\n",
                     texts.sentence({"backups.more", {{"count", count(check.finding_count - kFindingsShown)}}}));
  }
  if (drill != nullptr) text += "\n" + drill_text(*drill, texts);
  // A drill by itself read what it restored, and says so.
  if (drill != nullptr && run.find(backups::Question::intact) == nullptr) return text;
  fmt::format_to(out, "\n{}\n",
                 texts.sentence({"backups.read",
                                 {{"read", text::size(run.coverage.bytes_read)},
                                  {"total", text::size(run.coverage.bytes_total)},
                                  {"pieces", count(run.coverage.pieces_verified)},
                                  {"seconds", fmt::format("{}", (run.length.count() + 999) / 1000)}}}));
  if (const auto share = backups::damaged_share_at_most(run))
    fmt::format_to(out, "{}\n",
                   texts.sentence({"backups.confidence", {{"share", fmt::format("{:.1f}", *share * 100)}}}));
  return text;
}

}  // namespace garde::documents
