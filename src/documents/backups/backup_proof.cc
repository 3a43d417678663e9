#include "documents/backups/backup_proof.h"

#include <algorithm>

#include <fmt/format.h>

#include "documents/backups/backup_sentences.h"
#include "pdf/pdf.h"

namespace garde::documents {
namespace {

constexpr std::size_t kFindingsPrinted = 20;  // of each check; the page shows more

std::string count(std::uint64_t number) { return text::number(static_cast<std::int64_t>(number)); }

std::string say(const BackupProof& proof, std::string_view key) { return proof.texts.sentence(key); }

pdf::Fact fact(const BackupProof& proof, std::string_view key, std::string value) {
  return {.name = say(proof, key), .value = {std::move(value)}};
}

pdf::Facts what_was_read(const BackupProof& proof) {
  const backups::CheckRun& run = proof.run.run;
  pdf::Facts facts;
  facts.facts = {fact(proof, "backups.proof.destination", proof.destination),
                 fact(proof, "backups.proof.kind", kind_words(run.kind, proof.texts)),
                 fact(proof, "backups.proof.when", proof.zone.day_and_time_of(run.begun)),
                 fact(proof, "backups.proof.length", length_sentence(run.length, proof.texts))};
  if (proof.run.newest_point)
    facts.facts.push_back(fact(proof, "backups.proof.point", proof.zone.day_and_time_of(*proof.run.newest_point)));
  std::string reach;
  for (const std::string& sentence : reach_sentences(run, proof.texts)) reach += (reach.empty() ? "" : " ") + sentence;
  if (!proof.run.drill) facts.facts.push_back(fact(proof, "backups.proof.reach", reach));
  facts.facts.push_back(fact(proof, "backups.proof.version", "Garde " + proof.run.version));
  return facts;
}

pdf::Facts what_came_back(const BackupProof& proof, const backups::DrillResult& drill) {
  pdf::Facts facts;
  facts.facts = {
      fact(proof, "backups.proof.restored",
           proof.texts.sentence({"backups.proof.files-of",
                                 {{"files", count(drill.files_restored)},
                                  {"total", count(drill.files_in_point)},
                                  {"bytes", text::size(drill.bytes_restored)}}})),
      fact(proof, "backups.proof.opened",
           proof.texts.sentence({"backups.drill.opened",
                                 {{"opened", count(drill.files_opened)}, {"other", count(drill.files_not_opened)}}})),
      fact(proof, "backups.proof.wrong", count(drill.files_wrong)),
      fact(proof, "backups.proof.restoring", length_sentence(drill.restoring, proof.texts))};
  if (drill.canaries_expected > 0)
    facts.facts.push_back(
        fact(proof, "backups.proof.canaries", fmt::format("{} / {}", drill.canaries_back, drill.canaries_expected)));
  return facts;
}

pdf::Table recoveries(const BackupProof& proof) {
  pdf::Table table{.columns = {{.heading = say(proof, "backups.proof.column.data-set"), .share = 4},
                               {.heading = say(proof, "backups.proof.column.size"), .share = 2},
                               {.heading = say(proof, "backups.proof.column.recovery"), .share = 3}}};
  for (const backups::DataSetResult& result : proof.run.run.data_sets) {
    if (!result.full_recovery) continue;
    const auto title = proof.data_sets.find(result.data_set);
    table.rows.push_back({{title == proof.data_sets.end() ? result.data_set.text() : title->second},
                          {text::size(result.bytes)},
                          {length_sentence(*result.full_recovery, proof.texts)}});
  }
  return table;
}

pdf::Block check_block(const BackupProof& proof, const backups::Check& check) {
  const std::string outcome = say(proof, fmt::format("backups.outcome-word.{}", backups::name(check.outcome())));
  pdf::Blocks blocks = {pdf::Paragraph{
      .text = pdf::bold(say(proof, fmt::format("backups.question.{}", backups::name(check.question))) + " ") +
              (check.outcome() == backups::Outcome::passed ? pdf::accented(outcome) : pdf::bold(outcome)),
      .following = check.findings.empty() ? pdf::Following::free : pdf::Following::same_page}};
  pdf::List list{pdf::Marker::bullet, {}};
  for (std::size_t i = 0; i < std::min(kFindingsPrinted, check.findings.size()); ++i)
    list.items.push_back({.content = {pdf::small(finding_sentence(check.findings[i], proof.texts, proof.zone))}});
  const std::size_t said = list.items.size();
  for (const std::string& sentence : share_sentences(check, proof.texts))
    list.items.push_back({.content = {pdf::small(sentence)}});
  if (check.finding_count > said)
    list.items.push_back({.content = {pdf::small(proof.texts.sentence(
                              {"backups.more", {{"count", count(check.finding_count - said)}}}))}});
  if (!list.items.empty()) blocks.push_back(std::move(list));
  return pdf::Together{std::move(blocks)};
}

pdf::Block verdict(const BackupProof& proof) {
  const backups::Outcome outcome = proof.run.run.outcome();
  const std::string_view kind = backups::name(proof.run.kind);
  return pdf::Callout{
      .title = {},
      .content = {pdf::Paragraph{
          .text = pdf::bold(say(proof, fmt::format("backups.proof.verdict.{}.{}", kind, backups::name(outcome))))}},
      .emphasis = outcome == backups::Outcome::passed ? pdf::Emphasis::accent : pdf::Emphasis::neutral};
}

}  // namespace

Result<std::string> backup_proof_pdf(const BackupProof& proof) {
  const std::string title = say(proof, fmt::format("backups.proof.title.{}", backups::name(proof.run.kind)));
  const Date day = proof.zone.day_of(proof.run.run.begun);
  const std::string subject =
      proof.practice.empty() ? text::long_day(day) : fmt::format("{}, {}", proof.practice, text::long_day(day));
  pdf::Document document{
      .title = fmt::format("{} – {}", title, proof.destination),
      .author = proof.practice,
      .date = day,
      .footer = pdf::RunningLine{.start = fmt::format("Garde – {} – {}", title, subject), .end = "{page} / {pages}"}};
  document.content = {pdf::Heading{.level = 1, .text = title}, pdf::Paragraph{.text = pdf::muted(subject)},
                      verdict(proof), pdf::Heading{.level = 2, .text = say(proof, "backups.proof.read")},
                      what_was_read(proof)};
  if (proof.run.drill) {
    document.content.push_back(pdf::Heading{.level = 2, .text = say(proof, "backups.proof.came-back")});
    document.content.push_back(what_came_back(proof, *proof.run.drill));
    if (pdf::Table table = recoveries(proof); !table.rows.empty()) {
      document.content.push_back(pdf::Heading{.level = 2, .text = say(proof, "backups.proof.recovery")});
      document.content.push_back(std::move(table));
      document.content.push_back(pdf::Paragraph{.text = pdf::muted(say(proof, "backups.proof.recovery-how")),
                                                .prominence = pdf::Prominence::small});
    }
  }
  document.content.push_back(pdf::Heading{.level = 2, .text = say(proof, "backups.proof.checks")});
  for (const backups::Check& check : proof.run.run.checks) document.content.push_back(check_block(proof, check));
  if (proof.run.drill) {
    document.content.push_back(
        pdf::Together{{pdf::Heading{.level = 2, .text = say(proof, "backups.proof.digest")},
                       pdf::Paragraph{.text = proof.run.drill->digest.hex(), .prominence = pdf::Prominence::small},
                       pdf::Paragraph{.text = pdf::muted(say(proof, "backups.proof.digest-how")),
                                      .prominence = pdf::Prominence::small}}});
  }
  pdf::Rendered rendered = TRY(pdf::render(document));
  return std::move(rendered.bytes);
}

}  // namespace garde::documents
