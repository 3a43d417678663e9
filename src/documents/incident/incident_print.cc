#include <fmt/format.h>

#include "documents/incident/incident_document.h"
#include "pdf/pdf.h"

namespace garde::documents {
namespace {

// Two columns would be pulled apart by a paste: a label, a line, its value.
void add_line(std::string& text, const DocumentLine& line, const IncidentDocument& document,
              const text::Catalogue& texts) {
  text += fmt::format("{}\u00A0: {}\n", line.label, line.value.empty() ? document.missing : line.value);
  if (line.changed)
    text += fmt::format("   {}\n", texts.sentence({"incident-document.before", {{"value", line.before}}}));
}

void add_table(std::string& text, const DocumentTable& table) {
  for (const std::vector<std::string>& row : table.rows) {
    text += "– ";
    for (std::size_t i = 0; i < row.size(); ++i) text += fmt::format("{}{}", i == 0 ? "" : " | ", row[i]);
    text += "\n";
  }
}

pdf::Block line_value(const DocumentLine& line, const text::Catalogue& texts) {
  if (line.value.empty() && !line.changed) return pdf::WritingLines{};
  pdf::Text value = line.value.empty() ? pdf::Text(texts.sentence("incident-document.missing")) : pdf::Text(line.value);
  if (line.changed)
    value = pdf::bold(std::move(value)) +
            pdf::small(pdf::muted("\n" + texts.sentence({"incident-document.before", {{"value", line.before}}})));
  return pdf::Paragraph{.text = std::move(value)};
}

pdf::Table print(const DocumentTable& table) {
  pdf::Table printed;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    printed.columns.push_back({.heading = table.columns[i], .share = table.shares[i]});
  for (const std::vector<std::string>& row : table.rows) {
    std::vector<pdf::Blocks> cells;
    for (const std::string& cell : row)
      cells.push_back({pdf::Paragraph{.text = cell, .prominence = pdf::Prominence::small}});
    printed.rows.push_back(std::move(cells));
  }
  return printed;
}

pdf::Blocks print(const MadeSection& section, const text::Catalogue& texts) {
  pdf::Blocks blocks;
  if (!section.title.empty()) blocks.push_back(pdf::Heading{.level = 2, .text = section.title});
  for (const std::string& paragraph : section.paragraphs) blocks.push_back(pdf::Paragraph{.text = paragraph});
  if (!section.items.empty()) {
    pdf::List list{pdf::Marker::bullet, {}};
    for (const std::string& item : section.items) list.items.push_back({.content = {item}});
    blocks.push_back(std::move(list));
  }
  if (!section.lines.empty()) {
    pdf::Facts facts{.facts = {}, .name_share = 0.36};
    for (const DocumentLine& line : section.lines)
      facts.facts.push_back({.name = line.label, .value = {line_value(line, texts)}});
    blocks.push_back(std::move(facts));
  }
  if (section.table) blocks.push_back(print(*section.table));
  return blocks;
}

}  // namespace

std::string incident_text(const IncidentDocument& document, const text::Catalogue& texts) {
  std::string text;
  if (!document.exercise_mark.empty()) text += document.exercise_mark + "\n\n";
  text += document.title + "\n";
  if (!document.note.empty()) text += document.note + "\n";
  for (const MadeSection& section : document.sections) {
    text += "\n";
    if (!section.title.empty()) text += section.title + "\n";
    for (const std::string& paragraph : section.paragraphs) text += paragraph + "\n\n";
    for (const std::string& item : section.items) text += fmt::format("– {}\n", item);
    for (const DocumentLine& line : section.lines) add_line(text, line, document, texts);
    if (section.table) add_table(text, *section.table);
  }
  if (!document.exercise_mark.empty()) text += "\n" + document.exercise_mark + "\n";
  return text;
}

Result<std::string> incident_pdf(const IncidentDocument& document, const text::Catalogue& texts) {
  pdf::Document printed{.title = document.title,
                        .author = document.practice,
                        .date = document.date,
                        .footer = pdf::RunningLine{.start = document.reference, .end = "{page} / {pages}"}};
  if (!document.exercise_mark.empty())
    printed.stamp = pdf::Stamp{texts.sentence("incident-document.exercise-word"), document.exercise_mark};
  printed.content = {
      pdf::Heading{.level = 1, .text = document.title},
      pdf::Paragraph{.text = pdf::muted(document.practice.empty()
                                            ? document.reference
                                            : fmt::format("{}\n{}", document.practice, document.reference))}};
  if (!document.note.empty())
    printed.content.push_back(
        pdf::Paragraph{.text = pdf::italic(pdf::muted(document.note)), .prominence = pdf::Prominence::small});
  for (const MadeSection& section : document.sections)
    for (pdf::Block& block : print(section, texts)) printed.content.push_back(std::move(block));
  pdf::Rendered rendered = TRY(pdf::render(printed));
  return std::move(rendered.bytes);
}

}  // namespace garde::documents
