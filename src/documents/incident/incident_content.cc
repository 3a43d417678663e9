#include "documents/incident/incident_content.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "documents/incident/incident_values.h"
#include "text/catalogue.h"

namespace garde::documents {
namespace {

constexpr std::string_view kFile = "incident/documents.toml";
constexpr std::array kTables = {"", "chronology", "clocks", "declarations", "services"};

TwoLabels read_labels(content::Table& row) { return {row.text("cnil"), row.text("draft")}; }

std::optional<FieldKind> parse_kind(std::string_view text) {
  if (text == "line") return FieldKind::line;
  if (text == "text") return FieldKind::text;
  if (text == "choice") return FieldKind::choice;
  if (text == "choices") return FieldKind::choices;
  return std::nullopt;
}

std::optional<IncidentField> read_field(content::Table& row, const IncidentContent& all) {
  const auto id = incident::FieldId::parse(row.text("id"));
  const auto kind = parse_kind(row.text("kind"));
  const auto list_text = row.optional_text("list");
  std::string title = row.text("title");
  TwoLabels label = read_labels(row);
  row.finish();
  std::optional<ListId> list;
  if (list_text)
    if (const auto parsed = ListId::parse(*list_text)) list = *parsed;
  const bool chooses = kind == FieldKind::choice || kind == FieldKind::choices;
  if (!id || !kind || chooses != list.has_value() || (list && all.find(*list) == nullptr)) {
    row.problem("a field needs an id, a kind, and a list of this file just when it is a choice");
    return std::nullopt;
  }
  return IncidentField{*id, *kind, list, std::move(title), std::move(label)};
}

DocumentSection read_section(content::Table& row) {
  DocumentSection section{row.optional_text("title").value_or(""), row.texts("text"), row.texts("list"),
                          row.texts("lines"), row.optional_text("table").value_or("")};
  row.finish();
  return section;
}

std::optional<incident::DeclarationId> read_declaration(content::Table& row, std::string_view key) {
  const auto text = row.optional_text(key);
  if (!text) return std::nullopt;
  const auto id = incident::DeclarationId::parse(*text);
  if (!id) {
    row.problem(std::string(key) + " wants the id of a declaration");
    return std::nullopt;
  }
  return *id;
}

std::optional<DocumentTemplate> read_document(content::Table& row) {
  const auto id = IncidentDocumentId::parse(row.text("id"));
  if (!id) {
    row.problem("a document needs an id");
    return std::nullopt;
  }
  DocumentTemplate document{.id = *id,
                            .title = row.text("title"),
                            .file_name = row.text("file_name"),
                            .declaration = read_declaration(row, "declaration"),
                            .changes_since = read_declaration(row, "changes_since"),
                            .vocabularies = row.flag("vocabularies"),
                            .situations = {},
                            .how = row.text("how"),
                            .url = row.optional_text("url").value_or(""),
                            .sections = {}};
  for (const std::string& text : row.texts("situations")) {
    if (const auto situation = incident::parse_situation(text))
      document.situations.push_back(*situation);
    else
      row.problem("no situation is called " + text);
  }
  for (content::Table& section : row.tables("section")) document.sections.push_back(read_section(section));
  row.finish();
  return document;
}

void check_values(const IncidentContent& all, content::Table& document) {
  const auto check = [&](std::string_view id, const DocumentTemplate& where) {
    if (!is_incident_value(all, id)) document.problem(fmt::format("{} names no value in {}", id, where.id.text()));
  };
  for (const DocumentTemplate& each : all.documents)
    for (const DocumentSection& section : each.sections) {
      for (const std::string& line : section.lines) check(line, each);
      for (const std::vector<std::string>* texts : {&section.text, &section.list})
        for (const std::string& text : *texts)
          for (const std::string& place : text::places(text)) check(place, each);
      if (std::ranges::count(kTables, section.table) == 0) document.problem("no table is called " + section.table);
    }
}

}  // namespace

std::string_view name(Vocabulary vocabulary) { return vocabulary == Vocabulary::cnil ? "cnil" : "draft"; }

std::optional<Vocabulary> parse_vocabulary(std::string_view text) {
  if (text == "cnil") return Vocabulary::cnil;
  if (text == "draft") return Vocabulary::draft;
  return std::nullopt;
}

IncidentContent IncidentContent::read(const content::Files& files, content::Problems& problems) {
  IncidentContent all;
  for (const content::File* file : files.in("incident")) {
    if (file->path != kFile) continue;
    auto document = content::parse(*file, problems);
    if (!document) continue;
    static_cast<void>(document->text("version"));
    if (auto vocabulary = document->table("vocabulary")) {
      all.vocabulary = read_labels(*vocabulary);
      all.vocabulary_note = {vocabulary->text("cnil-note"), vocabulary->text("draft-note")};
      all.vocabulary_sources = incident::read_sources(*vocabulary);
      vocabulary->finish();
    }
    for (content::Table& row : document->tables("list")) {
      const auto id = ListId::parse(row.text("id"));
      if (!id) row.problem("a list needs an id");
      ValueList list{id ? *id : ListId::of("none"), {}};
      for (content::Table& item : row.tables("item")) {
        list.items.push_back({item.text("id"), read_labels(item)});
        item.finish();
        if (!is_id_text(list.items.back().id)) item.problem("an item needs an id");
      }
      row.finish();
      all.lists.push_back(std::move(list));
    }
    for (content::Table& row : document->tables("group")) {
      FieldGroup group{row.text("id"), row.text("title"), {}};
      for (content::Table& field : row.tables("field"))
        if (auto read = read_field(field, all)) group.fields.push_back(std::move(*read));
      row.finish();
      all.groups.push_back(std::move(group));
    }
    for (content::Table& row : document->tables("document"))
      if (auto read = read_document(row)) all.documents.push_back(std::move(*read));
    check_values(all, *document);
    document->finish();
  }
  return all;
}

const IncidentField* IncidentContent::find(const incident::FieldId& id) const {
  for (const FieldGroup& group : groups)
    for (const IncidentField& field : group.fields)
      if (field.id == id) return &field;
  return nullptr;
}

const ValueList* IncidentContent::find(const ListId& id) const {
  const auto found = std::ranges::find(lists, id, &ValueList::id);
  return found == lists.end() ? nullptr : &*found;
}

const DocumentTemplate* IncidentContent::find(const IncidentDocumentId& id) const {
  const auto found = std::ranges::find(documents, id, &DocumentTemplate::id);
  return found == documents.end() ? nullptr : &*found;
}

}  // namespace garde::documents
