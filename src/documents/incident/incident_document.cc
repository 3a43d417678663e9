#include "documents/incident/incident_document.h"

#include <algorithm>

#include <fmt/format.h>

#include "documents/incident/incident_entry.h"
#include "documents/incident/incident_values.h"

namespace garde::documents {
namespace {

using incident::Incident;

class Maker {
 public:
  Maker(const IncidentFile& file, const DocumentTemplate& wanted, Vocabulary vocabulary)
      : file_(file), wanted_(wanted), vocabulary_(vocabulary) {}

  std::size_t missing() {
    for (const DocumentSection& section : wanted_.sections) words(section);
    return missing_;
  }

  IncidentDocument make(const std::vector<incident::BoardRow>& board) {
    IncidentDocument document{
        .title = wanted_.title,
        .file_name = fmt::format("{}-{}", wanted_.file_name, file_.incident.id.text()),
        .practice = file_.practice,
        .reference = said({"incident-document.reference",
                           {{"incident", file_.incident.id.text()}, {"day", text::long_day(file_.day())}}}),
        .note = wanted_.vocabularies ? file_.content.vocabulary_note.in(vocabulary_) : "",
        .exercise_mark = "",
        .missing = said("incident-document.missing"),
        .date = file_.day(),
        .sections = {}};
    if (vocabulary_ == Vocabulary::draft) document.file_name += said("incident-document.draft-file");
    if (file_.is_exercise()) {
      document.exercise_mark = said("incident-document.exercise-mark");
      document.title = said({"incident-document.exercise-title", {{"title", document.title}}});
      document.file_name = said({"incident-document.exercise-file", {{"name", document.file_name}}});
    }
    for (const DocumentSection& section : wanted_.sections) {
      document.sections.push_back(words(section));
      document.sections.back().table = table(section.table, board);
    }
    document.missing_count = missing_;
    return document;
  }

 private:
  std::string said(std::string_view key) const { return file_.texts.sentence(key); }
  std::string said(const Message& message) const { return file_.texts.sentence(message); }
  std::string value(const Incident& incident, std::string_view id) const {
    return incident_value(file_, incident, id, vocabulary_);
  }
  std::string time(Instant instant) const { return file_.zone.day_and_time_of(instant); }

  std::string prose(const std::string& pattern) {
    std::vector<std::pair<std::string, std::string>> params;
    for (const std::string& place : text::places(pattern)) {
      std::string known = value(file_.incident, place);
      if (known.empty()) {
        ++missing_;
        known = said({"incident-document.missing-place", {{"what", incident_label(file_, place, Vocabulary::cnil)}}});
      }
      params.emplace_back(place, std::move(known));
    }
    return text::fill(pattern, params);
  }

  MadeSection words(const DocumentSection& section) {
    MadeSection made{section.title, {}, {}, {}, std::nullopt};
    for (const std::string& paragraph : section.text) made.paragraphs.push_back(prose(paragraph));
    for (const std::string& item : section.list) made.items.push_back(prose(item));
    for (const std::string& id : section.lines) made.lines.push_back(line(id));
    return made;
  }

  std::optional<DocumentTable> table(std::string_view name, const std::vector<incident::BoardRow>& board) const {
    if (name == "chronology") return chronology();
    if (name == "clocks") return clocks();
    if (name == "declarations") return declarations();
    if (name == "services") return services(board);
    return std::nullopt;
  }

  DocumentLine line(const std::string& id) {
    DocumentLine line{incident_label(file_, id, vocabulary_), value(file_.incident, id), "", false};
    if (line.value.empty()) ++missing_;
    if (wanted_.changes_since && file_.before) {
      const std::string earlier = value(*file_.before, id);
      line.changed = earlier != line.value;
      if (line.changed) line.before = earlier.empty() ? said("incident-document.not-known-before") : earlier;
    }
    return line;
  }

  DocumentTable chronology() const {
    DocumentTable table{{said("incident-document.column.fact"), said("incident-document.column.entered"),
                         said("incident-document.column.what"), said("incident-document.column.who")},
                        {3, 3, 8, 2},
                        {}};
    std::vector<const journal::Entry*> entries;
    for (const journal::Entry& entry : file_.entries) entries.push_back(&entry);
    std::ranges::stable_sort(entries, {}, [](const journal::Entry* entry) { return entry->said.fact; });
    for (const journal::Entry* entry : entries)
      table.rows.push_back({time(entry->said.fact), time(entry->said.entered),
                            fmt::format("{}. {}", entry->sequence, entry_words(file_, *entry)), entry->said.author});
    return table;
  }

  DocumentTable clocks() const {
    DocumentTable table{{said("incident-document.column.deadline"), said("incident-document.column.start"),
                         said("incident-document.column.due"), said("incident-document.column.state")},
                        {4, 3, 3, 2},
                        {}};
    for (const incident::Clock& clock : file_.clocks)
      table.rows.push_back({clock.rule->title, clock.start ? time(*clock.start) : "–",
                            clock.due ? time(*clock.due) : "–",
                            said(fmt::format("incident-document.clock.{}", incident::name(clock.state)))});
    return table;
  }

  DocumentTable declarations() const {
    DocumentTable table{{said("incident-document.column.declaration"), said("incident-document.column.state"),
                         said("incident-document.column.number"), said("incident-document.column.day")},
                        {4, 2, 3, 3},
                        {}};
    for (const auto& [id, declaration] : file_.incident.declarations) {
      const incident::DeclarationKind* kind = file_.rules.find(id);
      table.rows.push_back({kind == nullptr ? id.text() : kind->title,
                            said(fmt::format("incident-document.state.{}", incident::name(declaration.state))),
                            declaration.number, time(declaration.at)});
    }
    if (table.rows.empty()) table.rows.push_back({said("incident-document.no-declaration"), "–", "–", "–"});
    return table;
  }

  DocumentTable services(const std::vector<incident::BoardRow>& board) const {
    DocumentTable table{{said("incident-document.column.service"), said("incident-document.column.state"),
                         said("incident-document.column.reentry")},
                        {4, 3, 3},
                        {}};
    for (const incident::BoardRow& row : board) {
      const bool done = incident::is_reentered(file_.incident, row.service->id);
      table.rows.push_back(
          {row.service->title,
           said(fmt::format("incident-document.service.{}", name(incident::state_of(file_.incident, row.service->id)))),
           done ? said("incident-document.reentry-done") : "–"});
    }
    return table;
  }

  const IncidentFile& file_;
  const DocumentTemplate& wanted_;
  Vocabulary vocabulary_;
  std::size_t missing_ = 0;
};

}  // namespace

IncidentDocument make_incident_document(const IncidentFile& file, const std::vector<incident::BoardRow>& board,
                                        const DocumentTemplate& wanted, Vocabulary vocabulary) {
  return Maker(file, wanted, vocabulary).make(board);
}

std::size_t missing_in_document(const IncidentFile& file, const DocumentTemplate& wanted) {
  return Maker(file, wanted, Vocabulary::cnil).missing();
}

}  // namespace garde::documents
