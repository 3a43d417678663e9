// content/incident/documents.toml: what a person can say about an incident, the authorities' words for it, and the
// documents made from it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content/table.h"
#include "incident/breach_path.h"
#include "incident/incident.h"

namespace garde::documents {

using ListId = Id<struct ValueListTag>;
using IncidentDocumentId = Id<struct IncidentDocumentTag>;

// The CNIL's words, or the European board's draft template, which is not adopted.
enum class Vocabulary : std::uint8_t { cnil, draft };
std::string_view name(Vocabulary vocabulary);
std::optional<Vocabulary> parse_vocabulary(std::string_view text);

struct TwoLabels {
  std::string cnil;
  std::string draft;
  const std::string& in(Vocabulary vocabulary) const { return vocabulary == Vocabulary::cnil ? cnil : draft; }
};

struct ValueItem {
  std::string id;
  TwoLabels label;
};
struct ValueList {
  ListId id;
  std::vector<ValueItem> items;
};

enum class FieldKind : std::uint8_t { line, text, choice, choices };

struct IncidentField {
  incident::FieldId id;
  FieldKind kind{};
  std::optional<ListId> list;  // of a choice
  std::string title;           // what the page asks
  TwoLabels label;
};
struct FieldGroup {
  std::string id;
  std::string title;
  std::vector<IncidentField> fields;
};

struct DocumentSection {
  std::string title;               // may be empty
  std::vector<std::string> text;   // paragraphs with {value} places
  std::vector<std::string> list;   // the same, as a list
  std::vector<std::string> lines;  // ids of values, each with its label
  std::string table;               // "chronology", "clocks", "declarations", "services", or empty
};
struct DocumentTemplate {
  IncidentDocumentId id;
  std::string title;
  std::string file_name;  // without its ending
  std::optional<incident::DeclarationId> declaration;
  std::optional<incident::DeclarationId> changes_since;  // shows what changed since this one was filed
  bool vocabularies = false;                             // exists in both
  std::vector<incident::Situation> situations;
  std::string how;  // what to do with it
  std::string url;
  std::vector<DocumentSection> sections;
};

struct IncidentContent {
  TwoLabels vocabulary;  // their names
  TwoLabels vocabulary_note;
  std::vector<incident::Source> vocabulary_sources;
  std::vector<FieldGroup> groups;
  std::vector<ValueList> lists;
  std::vector<DocumentTemplate> documents;

  // A field whose list does not exist, a line or a place that is no value: a problem.
  static IncidentContent read(const content::Files& files, content::Problems& problems);
  const IncidentField* find(const incident::FieldId& id) const;
  const ValueList* find(const ListId& id) const;
  const DocumentTemplate* find(const IncidentDocumentId& id) const;
};

}  // namespace garde::documents
