#include "documents/contacts/contact_ics.h"

#include <fmt/format.h>

#include "documents/calendar.h"

namespace garde::documents {

std::string contact_ics(const contacts::ContactBook& book, const evidence::ClaimKinds& kinds, Instant now, Date today,
                        const text::Catalogue& texts) {
  Calendar calendar{"Contacts", texts.sentence("contacts.ics.name"), now, {}};
  for (const contacts::Contact& contact : book.contacts) {
    if (contact.phones.empty()) continue;
    calendar.events.push_back({fmt::format("call-{}@garde", contact.id.text()),
                               contacts::next_call(contact, kinds, today),
                               texts.sentence({"contacts.ics.call", {{"name", contact.name}}}),
                               texts.sentence({"contacts.ics.why", {{"number", contact.phones.front().phone.shown}}})});
  }
  // A calendar holds something, or no program takes it (RFC 5545, 3.6).
  if (calendar.events.empty())
    calendar.events.push_back({"contacts-begin@garde", today, texts.sentence("contacts.ics.begin"),
                               texts.sentence("contacts.ics.begin-why")});
  return calendar_ics(calendar);
}

}  // namespace garde::documents
