#include "actions/incident/incident_journal.h"

#include <thread>

#include "actions/practice/field_check.h"
#include "io/disk_tree.h"
#include "io/running_time.h"
#include "journal/witness.h"
#include "storage/incident_store.h"

namespace garde::actions {
namespace {

using journal::Writer;

// Another window, or the command line, is writing: an entry takes a few milliseconds.
constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(5);
constexpr std::chrono::milliseconds kPause{20};

Result<Writer> open_writer(const Practice& practice, const IncidentId& id, const Writer::Accept& accept) {
  for (std::chrono::milliseconds waited{0};; waited += kPause) {
    auto writer = Writer::open(incident_folder(practice, id), practice.now(), accept);
    if (writer || writer.error().kind != ErrorKind::busy || waited >= kPatience) return writer;
    std::this_thread::sleep_for(kPause);
  }
}

// An interrupted write leaves an end that opening for writing repairs; it was never acknowledged. What the database
// noted was: when that is gone or another one, somebody changed it, and a repair would cover it up.
Result<void> check_acknowledged(Practice& practice, const IncidentId& id, const journal::Verification& found) {
  const auto noted = TRY(practice.with_storage(storage::load_incident, id));
  if (!noted) return {};
  const bool is_there = found.intact && found.intact->entries >= noted->entries;
  if (is_there && journal::compare(found, {noted->entries, noted->checkpoint}) == journal::WitnessVerdict::holds)
    return {};
  return Error{ErrorKind::damaged, id.text(), std::nullopt, "it is not what was acknowledged"};
}

}  // namespace

std::filesystem::path incidents_folder(const Practice& practice) { return practice.folder() / "incidents"; }

std::filesystem::path incident_folder(const Practice& practice, const IncidentId& id) {
  return incidents_folder(practice) / id.text();
}

Result<std::vector<std::byte>> journal_bytes(const Practice& practice, const IncidentId& id) {
  const std::filesystem::path folder = incident_folder(practice, id);
  const auto tree = TRY(io::DiskTree::open(folder.string()));
  return io::read_whole(*tree, journal::journal_file("").string(), journal::kMaxJournal);
}

Result<journal::Contents> read_journal(const Practice& practice, const IncidentId& id) {
  return journal::read(TRY(journal_bytes(practice, id)));
}

Result<incident::Incident> read_incident(const Practice& practice, const IncidentId& id) {
  const journal::Contents read = TRY(read_journal(practice, id));
  if (!read.verification.header)
    return Error{ErrorKind::damaged, id.text(), std::nullopt, "its journal has no header that can be read"};
  return incident::read_incident(*read.verification.header, read.entries);
}

incident::Writing writing_now(const Practice& practice, std::string_view author) {
  incident::Writing writing{practice.now(), std::string(trimmed(author)), {}};
  if (writing.author.empty()) writing.author = practice.library().texts.sentence("incident.author");
  if (auto time = io::running_time()) writing.running = incident::RunningTime{std::move(time->boot), time->running};
  return writing;
}

void note_checkpoint(Practice& practice, const journal::Header& header, const journal::Checkpoint& checkpoint) {
  const std::string encoded = journal::encode_checkpoint(checkpoint);
  const storage::IncidentRecord record{header.id, header.created, header.exercise, checkpoint.size,
                                       crypto::sha256(std::as_bytes(std::span(encoded)))};
  [[maybe_unused]] const auto noted = practice.with_storage(storage::note_incident, record);
}

Result<FieldProblems> record(Practice& practice, const IncidentId& id, std::string_view author,
                             const MakeDrafts& make) {
  FieldProblems problems;
  check_author(author, problems);
  Writer writer = TRY(open_writer(
      practice, id, [&](const journal::Verification& found) { return check_acknowledged(practice, id, found); }));
  const incident::Incident incident = TRY(incident::read_incident(writer.header(), writer.entries_at_opening()));
  const incident::Writing writing = writing_now(practice, author);
  std::vector<journal::Draft> drafts = make(incident, writing, problems);
  if (!problems.empty()) return problems;
  for (journal::Draft& draft : drafts) {
    const auto added = writer.append(std::move(draft));
    // The one thing of a draft that only the journal knows: which entries there are.
    if (!added && added.error().kind == ErrorKind::invalid_input && added.error().subject == "corrects") {
      problems.push_back({"corrects", {"incident.problem.corrects", {}}});
      return problems;
    }
    if (!added) return added.error();
  }
  if (!drafts.empty()) note_checkpoint(practice, writer.header(), writer.checkpoint());
  return problems;
}

void check_required(const std::string& field, std::string_view value, std::size_t max, LineBreaks line_breaks,
                    FieldProblems& problems) {
  if (trimmed(value).empty()) problems.push_back({field, {"form.problem.missing", {}}});
  check_text(field, value, max, line_breaks, problems);
}

void check_author(std::string_view author, FieldProblems& problems) {
  check_text("author", trimmed(author), kMaxAuthorLength, LineBreaks::refused, problems);
}

void check_past(const std::string& field, Instant at, Instant now, FieldProblems& problems) {
  constexpr Date kEarliest{std::chrono::year{2000} / 1 / 1};
  if (at > now)
    problems.push_back({field, {"incident.problem.future", {}}});
  else if (at < start_of(kEarliest))
    problems.push_back({field, {"incident.problem.too-old", {}}});
}

}  // namespace garde::actions
