#include "documents/incident/incident_kit.h"

#include <set>

#include <fmt/format.h>

#include "pdf/pdf.h"

namespace garde::documents {
namespace {

constexpr int kJournalLines = 24;  // of one A4 sheet

pdf::Text in_bold(std::string text) { return pdf::bold(pdf::Text(std::move(text))); }
pdf::Paragraph small_text(std::string text) { return {.text = std::move(text), .prominence = pdf::Prominence::small}; }

// Room for a hand: a row of empty cells, as high as two lines.
std::vector<pdf::Blocks> empty_row(std::size_t columns) {
  std::vector<pdf::Blocks> cells(columns);
  cells.front() = {pdf::Spacer{pdf::Points{20}}};
  return cells;
}

pdf::Table empty_table(const std::vector<incident::BlankForm::Column>& columns, std::int64_t lines) {
  pdf::Table table;
  for (const auto& column : columns)
    table.columns.push_back({.heading = column.title, .share = static_cast<double>(column.share)});
  for (std::int64_t i = 0; i < lines; ++i) table.rows.push_back(empty_row(columns.size()));
  return table;
}

pdf::Document page_frame(const Kit& kit, std::string title, const text::Catalogue& texts) {
  pdf::Document document{.title = std::move(title), .author = kit.practice, .date = kit.day};
  document.format.margin = pdf::Millimetres{16};
  document.footer = pdf::RunningLine{
      .start = texts.sentence(
          {"incident-kit.sheet-footer",
           {{"practice", kit.practice.empty() ? std::string("…") : kit.practice}, {"day", text::long_day(kit.day)}}}),
      .end = "{page} / {pages}"};
  return document;
}

std::string recovery_words(const incident::BoardRow& row, const text::Catalogue& texts) {
  if (!row.measured) return texts.sentence("incident-kit.never-tested");
  return texts.sentence(
      {"incident-kit.measured",
       {{"length", tolerable_words(row.measured->length, texts)}, {"day", text::short_day(row.measured->measured)}}});
}

pdf::Table order_table(const Kit& kit, const text::Catalogue& texts) {
  pdf::Table table{.columns = {{.heading = "", .share = 1},
                               {.heading = texts.sentence("incident-kit.service"), .share = 6},
                               {.heading = texts.sentence("incident-kit.hold"), .share = 5},
                               {.heading = texts.sentence("incident-kit.recovery"), .share = 4},
                               {.heading = texts.sentence("incident-kit.who"), .share = 4}},
                   .rows = {}};
  for (const incident::BoardRow& row : kit.board) {
    std::string hold = tolerable_words(row.needed, texts);
    if (row.because != nullptr)
      hold += "\n" + texts.sentence({"incident-kit.because", {{"service", row.because->title}}});
    table.rows.push_back({{std::to_string(row.rank)},
                          {in_bold(row.service->title)},
                          {small_text(hold)},
                          {small_text(recovery_words(row, texts))},
                          {row.who.empty() ? pdf::Block(pdf::WritingLines{}) : pdf::Block(small_text(row.who))}});
  }
  return table;
}

pdf::Block procedure(const incident::BoardRow& row, const text::Catalogue& texts) {
  pdf::Blocks blocks = {pdf::Heading{.level = 3, .text = fmt::format("{}. {}", row.rank, row.service->title)},
                        pdf::Paragraph{.text = row.procedure},
                        small_text(texts.sentence({"incident-kit.back-when", {{"back", row.service->back}}}))};
  if (!row.service->reentry.empty())
    blocks.push_back(small_text(texts.sentence({"incident-kit.reentry-when", {{"reentry", row.service->reentry}}})));
  return pdf::Together{std::move(blocks)};
}

void add_form(pdf::Blocks& content, const incident::BlankForm& form, const text::Catalogue& texts) {
  content.push_back(pdf::PageBreak{});
  content.push_back(pdf::Heading{.level = 2, .text = form.title});
  content.push_back(pdf::WritingLines{.label = texts.sentence("incident-kit.day-line"), .count = 1});
  if (!form.columns.empty()) content.push_back(empty_table(form.columns, form.lines));
  for (const std::string& prompt : form.prompts)
    content.push_back(pdf::WritingLines{.label = prompt, .count = static_cast<int>(form.lines)});
}

Result<std::string> rendered(const pdf::Document& document) {
  pdf::Rendered made = TRY(pdf::render(document));
  return std::move(made.bytes);
}

}  // namespace

std::string tolerable_words(std::chrono::minutes length, const text::Catalogue& texts) {
  using namespace std::chrono_literals;
  if (length % 24h != 0min) return text::minutes(length);
  return texts.sentence({"incident-kit.days", {{"count", std::to_string(length / 24h)}}});
}

Result<std::string> incident_kit_pdf(const Kit& kit, const text::Catalogue& texts) {
  pdf::Document document = page_frame(kit, texts.sentence("incident-kit.title"), texts);
  pdf::List steps{pdf::Marker::number, {}};
  for (const std::string& step : kit.first_steps)
    steps.items.push_back({.content = {pdf::Paragraph{.text = step, .prominence = pdf::Prominence::lead}}});
  pdf::Facts contacts{.facts = {}, .name_share = 0.42};
  for (const KitContact& contact : kit.contacts)
    contacts.facts.push_back(
        {.name = contact.name,
         .value = {pdf::Paragraph{.text = contact.when.empty() ? in_bold(contact.reach)
                                                               : in_bold(contact.reach) +
                                                                     pdf::small(pdf::muted("\n" + contact.when))}}});
  document.content = {pdf::Heading{.level = 1, .text = texts.sentence("incident-kit.title")},
                      pdf::Heading{.level = 2, .text = texts.sentence("incident-kit.first-steps")}, std::move(steps),
                      pdf::Heading{.level = 2, .text = texts.sentence("incident-kit.call")}};
  if (!contacts.facts.empty()) document.content.push_back(std::move(contacts));
  document.content.push_back(
      pdf::WritingLines{.label = texts.sentence("incident-kit.contacts-none"), .count = kit.contacts.empty() ? 6 : 2});
  document.content.push_back(pdf::Heading{.level = 2, .text = texts.sentence("incident-kit.priorities")});
  pdf::List order{pdf::Marker::number, {}};
  for (const incident::BoardRow& row : kit.board)
    order.items.push_back(
        {.content = {pdf::Paragraph{.text = pdf::semibold(pdf::Text(row.service->title)) +
                                            pdf::muted(fmt::format(" – {}", tolerable_words(row.needed, texts)))}}});
  document.content.push_back(std::move(order));
  document.content.push_back(pdf::PageBreak{});
  document.content.push_back(pdf::Heading{.level = 2, .text = texts.sentence("incident-kit.journal")});
  document.content.push_back(pdf::Paragraph{.text = texts.sentence("incident-kit.journal-lead")});
  document.content.push_back(empty_table({{texts.sentence("incident-kit.column-time"), 3},
                                          {texts.sentence("incident-kit.column-what"), 9},
                                          {texts.sentence("incident-kit.column-who"), 2}},
                                         kJournalLines));
  return rendered(document);
}

Result<std::string> degraded_kit_pdf(const Kit& kit, const incident::RecoveryServices& services,
                                     const text::Catalogue& texts) {
  pdf::Document document = page_frame(kit, texts.sentence("incident-kit.degraded-title"), texts);
  document.content = {
      pdf::Heading{.level = 1, .text = texts.sentence("incident-kit.degraded-title")},
      pdf::Paragraph{.text = texts.sentence("incident-kit.degraded-lead"), .prominence = pdf::Prominence::lead},
      pdf::Heading{.level = 2, .text = texts.sentence("incident-kit.degraded-order")},
      pdf::Paragraph{.text = texts.sentence("incident-kit.degraded-order-lead")},
      order_table(kit, texts),
      pdf::Heading{.level = 2, .text = texts.sentence("incident-kit.meanwhile")}};
  std::set<incident::FormId> wanted;
  for (const incident::BoardRow& row : kit.board) {
    document.content.push_back(procedure(row, texts));
    wanted.insert(row.service->forms.begin(), row.service->forms.end());
  }
  for (const incident::BlankForm& form : services.forms)
    if (wanted.contains(form.id)) add_form(document.content, form, texts);
  return rendered(document);
}

}  // namespace garde::documents
