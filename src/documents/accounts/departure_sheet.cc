#include "documents/accounts/departure_sheet.h"

#include <fmt/format.h>

#include "pdf/pdf.h"
#include "text/french.h"

namespace garde::documents {

Result<std::string> departure_sheet(const DepartureSheet& sheet, const text::Catalogue& texts) {
  const std::string title = texts.sentence("accesses.departure.title");
  std::string who = sheet.role.empty() ? sheet.person : fmt::format("{}, {}", sheet.person, sheet.role);
  pdf::Document document{.title = fmt::format("{} – {}", title, sheet.person),
                         .date = sheet.today,
                         .footer = pdf::RunningLine{.start = fmt::format("Garde – {}", text::long_day(sheet.today)),
                                                    .end = "{page} / {pages}"},
                         .box_names = {.empty = texts.sentence("proof.none"),
                                       .half = texts.sentence("state.to-recheck"),
                                       .ticked = texts.sentence("plan.step.done")}};
  document.content = {pdf::Heading{.level = 1, .text = title},
                      pdf::Paragraph{.text = std::move(who), .prominence = pdf::Prominence::lead}};
  if (sheet.left_on)
    document.content.push_back(pdf::Paragraph{
        .text = pdf::muted(texts.sentence({"accesses.person.left", {{"day", text::long_day(*sheet.left_on)}}}))});
  document.content.push_back(
      texts.sentence(sheet.lines.empty() ? "accesses.departure.nothing" : "accesses.departure.lead"));
  pdf::List list{pdf::Marker::box, {}};
  for (const DepartureLine& line : sheet.lines) {
    pdf::Text text = pdf::bold(line.what);
    if (!line.why.empty()) text = text + pdf::small(pdf::muted(" " + line.why));
    list.items.push_back({.content = {std::move(text)}, .box = pdf::Box::empty});
  }
  if (!list.items.empty()) document.content.push_back(std::move(list));
  document.content.push_back(pdf::WritingLines{.label = texts.sentence("accesses.departure.done-by"), .count = 2});
  pdf::Rendered rendered = TRY(pdf::render(document));
  return std::move(rendered.bytes);
}

}  // namespace garde::documents
