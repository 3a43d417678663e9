#include "actions/incident/incident_collection.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "actions/incident/incident_file.h"
#include "actions/incident/incident_journal.h"
#include "base/as_text.h"
#include "documents/incident/incident_document.h"
#include "formats/zip_folder.h"
#include "incident/collection.h"
#include "incident/timestamps.h"
#include "io/disk_tree.h"
#include "io/private_files.h"
#include "io/scratch.h"
#include "journal/export.h"
#include "journal/record.h"

namespace garde::actions {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

// What lies below a folder of the incident, under the same names. A folder that is not there is empty.
Result<void> add_tree(formats::BagWriter& bag, const std::filesystem::path& folder, const std::string& into) {
  const auto tree = io::DiskTree::open(folder.string());
  if (!tree && tree.error().kind == ErrorKind::not_found) return {};
  if (!tree) return tree.error();
  std::vector<std::pair<std::string, io::EntryType>> entries;
  TRY((*tree)->list("", io::Detail::names, [&](const io::Entry& entry) -> Result<void> {
    entries.emplace_back(entry.name, entry.type);
    return {};
  }));
  std::ranges::sort(entries);
  for (const auto& [name, type] : entries) {
    if (type == io::EntryType::directory) TRY(add_tree(bag, folder / name, into + "/" + name));
    if (type != io::EntryType::file) continue;
    const auto file = TRY((*tree)->open(name, io::Access::sequential));
    TRY(bag.add_file(into + "/" + name, *file, {}));
  }
  return {};
}

// With the names they were handed in under. Those that are gone or changed are not handed over as what they were; the
// journal still names them, and a file says which.
Result<std::vector<std::string>> add_attachments(formats::BagWriter& bag, const Practice& practice,
                                                 const IncidentId& id, const std::vector<journal::Entry>& entries) {
  std::vector<std::string> missing;
  std::string lines;
  for (const journal::Entry& entry : entries) {
    for (const journal::Attachment& attachment : entry.said.attachments) {
      const std::string name = std::to_string(entry.sequence) + "-" + attachment.name;
      const auto bytes = read_attachment(practice, id, attachment.digest);
      if (bytes) {
        TRY(bag.add("attachments/" + name, *bytes));
        continue;
      }
      missing.push_back(name);
      lines += fmt::format("{} (SHA-256 {})\n", visible_text(name), attachment.digest.hex());
    }
  }
  if (missing.empty()) return missing;
  const text::Catalogue& texts = practice.library().texts;
  lines = texts.sentence({"incident.bag.missing", {{"count", std::to_string(missing.size())}}}) + "\n\n" + lines;
  TRY(bag.add(texts.sentence("incident.bag.missing-file"), bytes_of(lines)));
  return missing;
}

// Beside each answer of an authority the text it stamps, so that `openssl ts -verify` needs nothing else.
Result<void> add_timestamps(formats::BagWriter& bag, const Practice& practice, const IncidentId& id,
                            const journal::Contents& contents) {
  constexpr std::array<std::string_view, 2> kNames = {"answer.tsr", "certificates.pem"};
  for (const journal::Entry& entry : contents.entries) {
    if (entry.said.kind.text() != incident::kind::kTimestamped) continue;
    incident::Incident told{.id = id};
    if (!incident::read_timestamp_entry(entry, told)) continue;
    const auto checkpoint = contents.verification.checkpoint(told.timestamps.front().entries);
    if (!checkpoint) continue;
    const std::string folder = fmt::format("journal/timestamps/{}/", entry.sequence);
    TRY(bag.add(folder + "checkpoint.txt", bytes_of(journal::encode_checkpoint(*checkpoint))));
    for (std::size_t i = 0; i < std::min(kNames.size(), entry.said.attachments.size()); ++i) {
      const auto bytes = read_attachment(practice, id, entry.said.attachments[i].digest);
      if (bytes) TRY(bag.add(folder + std::string(kNames[i]), *bytes));
    }
  }
  return {};
}

// As they stand; one that cannot be made does not keep the others from being handed over.
Result<void> add_documents(formats::BagWriter& bag, Practice& practice, const IncidentId& id) {
  const auto loaded = load_incident(practice, id);
  const auto board = recovery_board(practice);
  if (!loaded || !board) return {};
  const documents::IncidentFile file = (*loaded)->file(practice);
  for (const documents::DocumentTemplate& wanted : file.content.documents) {
    if (std::ranges::count(wanted.situations, file.incident.situation) == 0) continue;
    const auto made = documents::make_incident_document(file, *board, wanted, documents::Vocabulary::cnil);
    TRY(bag.add("documents/" + made.file_name + ".txt", bytes_of(documents::incident_text(made, file.texts))));
    const auto pdf = documents::incident_pdf(made, file.texts);
    if (pdf) TRY(bag.add("documents/" + made.file_name + ".pdf", bytes_of(*pdf)));
  }
  return {};
}

bool is_free(const std::filesystem::path& output) {
  std::error_code code;
  if (!std::filesystem::exists(output, code)) return true;
  if (!std::filesystem::is_directory(output, code) || !std::filesystem::is_empty(output, code)) return false;
  std::filesystem::remove(output, code);  // empty: made anew, for its owner alone
  return !code;
}

struct Made {
  Exported exported;
  crypto::Sha256Digest seal;
};
Result<Made> make_bag(Practice& practice, const IncidentId& id, const std::filesystem::path& output) {
  const std::vector<std::byte> journal = TRY(journal_bytes(practice, id));
  journal::Contents contents = TRY(journal::read(journal));
  if (!is_free(output)) return Error{ErrorKind::conflict, output.string(), std::nullopt, "not an empty folder"};
  auto bag = TRY(formats::BagWriter::create(output));
  const text::Catalogue& texts = practice.library().texts;
  TRY(bag.add("LISEZ-MOI.txt", bytes_of(texts.sentence("incident.bag.readme") + "\n")));
  const auto files = journal::export_files(journal, contents.verification);
  if (files) {
    for (const journal::ExportedFile& file : *files) TRY(bag.add("journal/" + file.name, bytes_of(file.bytes)));
  } else {
    TRY(bag.add("journal/journal.garde", journal));
  }
  std::vector<std::string> missing = TRY(add_attachments(bag, practice, id, contents.entries));
  TRY(add_tree(bag, incident_folder(practice, id) / "collected", "collected"));
  TRY(add_timestamps(bag, practice, id, contents));
  TRY(add_documents(bag, practice, id));

  Exported exported{bag.folder(), bag.files().size(), bag.size(), "", std::move(missing)};
  std::vector<std::pair<std::string, std::string>> info{
      {"External-Identifier", id.text()},
      {"External-Description", texts.sentence("incident.bag.exported")},
      {"Bag-Software-Agent", "garde"}};
  if (contents.verification.header && contents.verification.header->exercise == journal::Exercise::yes)
    info.emplace_back("Exercise", texts.sentence("incident.exercise"));
  if (const auto checkpoint = contents.verification.last_checkpoint(); checkpoint && contents.verification.holds()) {
    exported.witness_words = journal::witness_words(*checkpoint, practice.library().incident.witness_words.value());
    info.emplace_back("Journal-Witness", exported.witness_words);
  }
  const crypto::Sha256Digest seal = TRY(bag.finish(info, practice.today()));
  return Made{std::move(exported), seal};
}

// `place`: where it went, in the words of the journal. A journal that cannot be added to is handed over all the same.
void record_export(Practice& practice, const IncidentId& id, const Made& made, const std::string& place) {
  const incident::BagSummary summary{place, made.exported.files, made.exported.size, {}, made.seal};
  [[maybe_unused]] const auto recorded =
      record(practice, id, "", [&](const incident::Incident&, const incident::Writing& writing, FieldProblems&) {
        return std::vector{incident::exported(summary, writing)};
      });
}

}  // namespace

Result<Exported> export_incident(Practice& practice, const IncidentId& id, const std::filesystem::path& output) {
  Made made = TRY(make_bag(practice, id, output));
  record_export(practice, id, made, output.string());
  return std::move(made.exported);
}

Result<ExportedZip> export_incident_zip(Practice& practice, const IncidentId& id) {
  const text::Catalogue& texts = practice.library().texts;
  std::string name = fmt::format("{}-{}", texts.sentence("incident.bag.file"), id.text());
  const auto status = incident_status(practice, id);
  if (status && (*status)->incident.exercise == incident::Exercise::yes)
    name = texts.sentence({"incident-document.exercise-file", {{"name", name}}});
  // What a browser saves is made on the disk first, and goes away with this call.
  const std::filesystem::path scratch = practice.folder() / "scratch";
  TRY(io::create_private_directories(scratch));
  const auto folder = TRY(io::ScratchFolder::create(scratch));
  const Made made = TRY(make_bag(practice, id, folder.path() / "bag"));
  ExportedZip zip { name + ".zip", TRY(formats::zip_folder(folder.path() / "bag", name, practice.now(), kMaxZip)) };
  record_export(practice, id, made, zip.file_name);
  return zip;
}

}  // namespace garde::actions
