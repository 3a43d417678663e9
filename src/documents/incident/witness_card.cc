#include "documents/incident/witness_card.h"

#include "pdf/pdf.h"

namespace garde::documents {

Result<std::string> witness_card_pdf(const IncidentFile& file, const std::string& code) {
  const text::Catalogue& texts = file.texts;
  const std::string title = texts.sentence("incident-witness.title");
  pdf::Document document{.title = title, .author = file.practice, .date = file.day(), .format = pdf::kA5};
  if (file.is_exercise())
    document.stamp = pdf::Stamp{texts.sentence("incident-document.exercise-word"),
                                texts.sentence("incident-document.exercise-mark")};
  const std::string when =
      texts.sentence({"incident-witness.when",
                      {{"incident", file.incident.id.text()}, {"when", file.zone.day_and_time_of(file.now)}}});
  document.content = {
      pdf::Heading{.level = 1, .text = title},
      pdf::Paragraph{.text = pdf::muted(when)},
      pdf::Paragraph{.text = pdf::bold(file.witness), .prominence = pdf::Prominence::lead},
      pdf::Paragraph{.text = texts.sentence("incident-witness.why")},
      pdf::Qr{.content = code, .size = pdf::Millimetres{44}, .alternative = texts.sentence("incident-witness.code")},
      pdf::Paragraph{.text = texts.sentence("incident-witness.code"), .prominence = pdf::Prominence::small}};
  pdf::Rendered rendered = TRY(pdf::render(document));
  return std::move(rendered.bytes);
}

}  // namespace garde::documents
