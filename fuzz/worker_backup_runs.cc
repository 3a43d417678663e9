// What a worker answers that was taken over by the backup it read: whatever its bytes, a check and a drill end in an
// error or in a run that can be told, as text and as JSON, and kept.
#include <cstddef>
#include <cstdint>

#include <boost/json.hpp>

#include "backups/finding_json.h"
#include "content/files.h"
#include "documents/backups/backup_check.h"
#include "worker/backups/runs.h"

namespace {

using namespace garde;
using Bytes = std::span<const std::byte>;

struct Content {
  Content() {
    content::Problems problems;
    thresholds = backups::Thresholds::read(content::Files::from_program(), problems);
    rules = backups::AttackRules::read(content::Files::from_program(), problems);
    texts = text::Catalogue::read(content::Files::from_program(), "fr", problems);
    GARDE_CHECK(problems.empty());
  }
  backups::Thresholds thresholds;
  backups::AttackRules rules;
  text::Catalogue texts;
  text::Zone zone = text::Zone::named("Europe/Paris").value();
  std::function<Instant()> clock = [] { return start_of(Date{std::chrono::year(2026) / 11 / 30}); };
};

const Content& content() {
  static const Content content;
  return content;
}

// Says one event, and answers.
cage::Runner taken_over(Bytes event, Bytes answer) {
  return [event, answer](const cage::Call& call) {
    cage::Ended ended{.ending = cage::Ending::finished};
    if (!event.empty() && !call.on_event(event)) ended.ending = cage::Ending::broken_protocol;
    ended.answer.append(answer);
    return ended;
  };
}

// Names of files are bytes in a finding and text in JSON: kept once, they come back as they were kept.
void check_finding(const backups::Finding& finding) {
  const auto fields = backups::finding_fields(finding);
  const auto kept = backups::parse_finding(backups::name(finding), boost::json::serialize(fields));
  GARDE_CHECK(kept && backups::finding_fields(*kept) == fields);
}

void check_run(const backups::CheckRun& run, const backups::DrillResult* drill) {
  const Content& words = content();
  for (const backups::Check& check : run.checks)
    for (const backups::Finding& finding : check.findings) check_finding(finding);
  boost::json::parse(documents::backup_check_json(run, drill));
  GARDE_CHECK(is_utf8(documents::backup_check_text(run, words.texts, words.zone, drill)));
}

void check(const cage::Runner& runner, std::optional<formats::Kind> kind) {
  const Content& known = content();
  formats::VerificationMemory memory;
  const checker::BackupCheckRequest request{
      .destination = "/garde-fuzz/copy",
      .kind = kind,
      .sources = {{std::nullopt, {backups::SourceKind::folder, "/garde-fuzz/live"}}},
      .max_age = std::chrono::hours{26},
      .also = {backups::Question::automatic, backups::Question::protection},
      .memory = &memory};
  const auto run = worker::check_backup(runner, request, {}, {known.thresholds, known.rules, known.zone, known.clock});
  if (run) check_run(*run, nullptr);
}

void drill(const cage::Runner& runner, std::optional<formats::Kind> kind) {
  const auto drilled = worker::drill_backup(
      runner, {.destination = "/garde-fuzz/copy", .kind = kind, .scratch = std::filesystem::temp_directory_path()}, {},
      content().clock);
  if (drilled) check_run(drilled->run, &drilled->result);
}

}  // namespace

// A byte of choices, a byte that tells how long the event is, the event, the answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Bytes said = std::as_bytes(std::span(data, size)).subspan(2);
  const std::size_t length = std::min<std::size_t>(data[1], said.size());
  const cage::Runner runner = taken_over(said.first(length), said.subspan(length));
  const std::optional<formats::Kind> kind = (data[0] & 2U) != 0 ? std::nullopt : std::optional(formats::Kind::mirror);
  if ((data[0] & 1U) != 0)
    drill(runner, kind);
  else
    check(runner, kind);
  return 0;
}
