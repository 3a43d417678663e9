#include "documents/plan/provider_letter.h"

#include <fmt/format.h>

#include "pdf/pdf.h"

namespace garde::documents {
namespace {

std::string signature(std::string_view practice, const text::Catalogue& texts) {
  return practice.empty() ? texts.sentence("letter.signature") : std::string(practice);
}

}  // namespace

ProviderLetter provider_letter(const plan::ProviderRequest& request, std::string_view practice,
                               const text::Catalogue& texts) {
  ProviderLetter letter{texts.sentence("letter.subject"), ""};
  letter.body = fmt::format("{}\n\n{}\n\n", texts.sentence("letter.hello"), texts.sentence("letter.intro"));
  for (const diagnostic::DataSet& data_set : request.data_sets) letter.body += fmt::format("– {}\n", data_set.title);
  letter.body += fmt::format("\n{}\n\n", texts.sentence("letter.questions"));
  for (std::size_t i = 0; i < request.aspects.size(); ++i)
    letter.body += fmt::format("{}. {}\n", i + 1, request.aspects[i].asked);
  letter.body += "\n";
  letter.body += fmt::format("{}\n\n{}\n\n{}\n", texts.sentence("letter.request"), texts.sentence("letter.thanks"),
                             signature(practice, texts));
  return letter;
}

Result<std::string> provider_letter_pdf(const plan::ProviderRequest& request, const std::string& practice, Date day,
                                        const text::Catalogue& texts) {
  pdf::Document document{
      .title = texts.sentence("letter.subject"),
      .author = practice,
      .date = day,
      .footer = pdf::RunningLine{.start = texts.sentence("letter.subject"), .end = "{page} / {pages}"}};
  document.content = {pdf::Paragraph{.text = fmt::format("{}\n{}", signature(practice, texts), text::long_day(day)),
                                     .align = pdf::Align::end},
                      pdf::Heading{.level = 1, .text = texts.sentence("letter.subject")},
                      texts.sentence("letter.hello"), texts.sentence("letter.intro")};
  for (std::size_t i = 0; i < request.data_sets.size(); ++i) {
    pdf::Table table{.columns = {{.heading = texts.sentence("letter.column.question"), .share = 5},
                                 {.heading = texts.sentence("letter.column.reply"), .share = 2},
                                 {.heading = texts.sentence("letter.column.detail"), .share = 3}}};
    for (const plan::Aspect& aspect : request.aspects)
      table.rows.push_back({{aspect.replies[i].question}, {texts.sentence("letter.boxes")}, {pdf::WritingLines{}}});
    document.content.push_back(
        pdf::Together{{pdf::Heading{.level = 2, .text = request.data_sets[i].title}, std::move(table)}});
  }
  document.content.push_back(
      pdf::Together{{texts.sentence("letter.request"), texts.sentence("letter.thanks"),
                     pdf::WritingLines{.label = texts.sentence("letter.answered-by"), .count = 2}}});
  pdf::Rendered rendered = TRY(pdf::render(document));
  return std::move(rendered.bytes);
}

}  // namespace garde::documents
