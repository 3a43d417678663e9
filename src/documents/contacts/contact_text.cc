#include "documents/contacts/contact_text.h"

#include <fmt/format.h>

#include "text/french.h"

namespace garde::documents {

std::string calling_line(const contacts::CallingStep& step, const text::Catalogue& texts) {
  if (step.is_missing()) return texts.sentence({"contacts.missing-line", {{"role", step.role}}});
  std::string where;
  for (const contacts::ContactPhone& number : step.numbers) {
    if (!where.empty()) where += ", ";
    where += number.phone.shown;
    if (!number.label.empty()) where += fmt::format(" ({})", number.label);
  }
  if (where.empty()) where = step.email.empty() ? step.url : step.email;
  const std::string who = step.is_public ? step.who : fmt::format("{} ({})", step.who, step.role);
  return where.empty() ? who : fmt::format("{}\u00A0: {}", who, where);
}

std::string contact_text(const contacts::Sheet& sheet, Date day, const text::Catalogue& texts) {
  std::string all = texts.sentence("contacts.sheet.title");
  if (!sheet.practice.empty()) all += "\n" + sheet.practice;
  all += "\n\n" + texts.sentence("contacts.sheet.first-steps") + "\n";
  int rank = 0;
  for (const contacts::FirstStep& step : sheet.first_steps)
    all += fmt::format("  {}. {}. {}\n", ++rank, step.title, step.detail);
  for (const contacts::SheetSituation& situation : sheet.situations) {
    all += "\n" + situation.title + "\n";
    rank = 0;
    for (const contacts::CallingStep& step : situation.steps) {
      all += fmt::format("  {}. {}\n     {}\n", ++rank, calling_line(step, texts), step.why);
      if (!step.hours.empty()) all += "     " + texts.sentence({"contacts.hours-line", {{"hours", step.hours}}}) + "\n";
      if (!step.reference.empty()) all += "     " + step.reference + "\n";
      if (!step.say.empty() && !step.is_missing())
        all += "     " + texts.sentence({"contacts.say-line", {{"say", step.say}}}) + "\n";
    }
  }
  all += "\n" + texts.sentence({"contacts.sheet.version", {{"version", sheet.version}, {"day", text::long_day(day)}}}) +
         "\n";
  return all;
}

}  // namespace garde::documents
