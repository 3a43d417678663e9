#include "actions/incident_collection.h"

#include <algorithm>

#include "actions/incident_journal.h"
#include "incident/collection.h"
#include "io/disk_tree.h"
#include "journal/export.h"

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

// With the names they were handed in under.
Result<void> add_attachments(formats::BagWriter& bag, const Practice& practice, const IncidentId& id,
                             const std::vector<journal::Entry>& entries) {
  for (const journal::Entry& entry : entries) {
    for (const journal::Attachment& attachment : entry.said.attachments) {
      const auto bytes = read_attachment(practice, id, attachment.digest);
      // One that is gone or changed is not handed over as what it was; the journal still names it.
      if (!bytes) continue;
      TRY(bag.add("attachments/" + std::to_string(entry.sequence) + "-" + attachment.name, *bytes));
    }
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

}  // namespace

Result<Exported> export_incident(Practice& practice, const IncidentId& id, const std::filesystem::path& output,
                                 const std::vector<ExportedDocument>& documents) {
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
  TRY(add_attachments(bag, practice, id, contents.entries));
  TRY(add_tree(bag, incident_folder(practice, id) / "collected", "collected"));
  for (const ExportedDocument& document : documents) TRY(bag.add(document.name, bytes_of(document.bytes)));

  Exported exported{bag.folder(), bag.files().size(), bag.size(), ""};
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
  const incident::BagSummary summary{output.string(), exported.files, exported.size, {}, seal};
  // A journal that cannot be added to is handed over all the same.
  [[maybe_unused]] const auto recorded =
      record(practice, id, "", [&](const incident::Incident&, const incident::Writing& writing, FieldProblems&) {
        return std::vector{incident::exported(summary, writing)};
      });
  return exported;
}

}  // namespace garde::actions
