#include "documents/incident/incident_register.h"

#include <array>

#include <fmt/format.h>

#include "documents/csv.h"
#include "documents/incident/incident_values.h"
#include "pdf/pdf.h"

namespace garde::documents {
namespace {

// The values that are known, one a line, with their names.
std::string known(const IncidentFile& file, std::initializer_list<std::string_view> ids) {
  std::string text;
  for (const std::string_view id : ids) {
    const std::string value = incident_value(file, file.incident, id, Vocabulary::cnil);
    if (value.empty()) continue;
    text += fmt::format("{}{}\u00A0: {}", text.empty() ? "" : "\n", incident_label(file, id, Vocabulary::cnil), value);
  }
  return text;
}

constexpr std::array kColumns = {"incident", "facts", "effects", "measures", "notified", "persons", "state"};

std::vector<std::string> heads(const text::Catalogue& texts) {
  std::vector<std::string> names;
  for (const char* column : kColumns) names.push_back(texts.sentence(fmt::format("incident-register.{}", column)));
  return names;
}

std::vector<std::string> cells(const RegisterRow& row) {
  return {row.incident, row.facts, row.effects, row.measures, row.notified, row.persons, row.state};
}

}  // namespace

RegisterRow register_row(const IncidentFile& file) {
  const std::string filed = incident_value(file, file.incident, "cnil-filed", Vocabulary::cnil);
  const std::string decision = incident_value(file, file.incident, "decision", Vocabulary::cnil);
  return {.incident = file.incident.id.text(),
          .facts = known(file, {"situation", "alert", "aware", "circumstances", "nature", "origin", "systems"}),
          .effects = known(file, {"person-categories", "persons-count", "records-count", "data-kinds", "availability",
                                  "care", "harms"}),
          .measures = known(file, {"measures-taken", "measures-planned"}),
          .notified = filed.empty() ? decision : filed + (decision.empty() ? "" : "\n" + decision),
          .persons = known(file, {"informed", "informed-how", "informed-exception"}),
          .state = file.texts.sentence(file.incident.closed ? "incident-register.closed" : "incident-register.open")};
}

std::string register_csv(const std::vector<RegisterRow>& rows, const text::Catalogue& texts) {
  std::string csv(kCsvStart);
  csv += csv_line(heads(texts));
  for (const RegisterRow& row : rows) csv += csv_line(cells(row));
  return csv;
}

Result<std::string> register_pdf(const std::vector<RegisterRow>& rows, const std::string& practice, Date day,
                                 const text::Catalogue& texts) {
  const std::string title = texts.sentence("incident-register.title");
  pdf::Document document{.title = title,
                         .author = practice,
                         .date = day,
                         .format = pdf::kA4Landscape,
                         .footer = pdf::RunningLine{.start = fmt::format("{}, {}", title, text::long_day(day)),
                                                    .end = "{page} / {pages}"}};
  document.format.margin = pdf::Millimetres{14};
  document.content = {
      pdf::Heading{.level = 1, .text = title},
      pdf::Paragraph{.text = pdf::muted(practice.empty() ? text::long_day(day)
                                                         : fmt::format("{}, {}", practice, text::long_day(day)))},
      pdf::Paragraph{.text = texts.sentence("incident-register.lead")}};
  if (rows.empty()) document.content.push_back(pdf::Paragraph{.text = texts.sentence("incident-register.none")});
  if (!rows.empty()) {
    constexpr std::array kShares = {2.0, 5.0, 5.0, 4.0, 4.0, 3.0, 1.5};
    pdf::Table table;
    const std::vector<std::string> names = heads(texts);
    for (std::size_t i = 0; i < names.size(); ++i) table.columns.push_back({.heading = names[i], .share = kShares[i]});
    for (const RegisterRow& row : rows) {
      std::vector<pdf::Blocks> line;
      for (const std::string& cell : cells(row))
        line.push_back({pdf::Paragraph{.text = cell, .prominence = pdf::Prominence::small}});
      table.rows.push_back(std::move(line));
    }
    document.content.push_back(std::move(table));
  }
  pdf::Rendered rendered = TRY(pdf::render(document));
  return std::move(rendered.bytes);
}

}  // namespace garde::documents
