#include "documents/contacts/contact_json.h"

#include <boost/json.hpp>

namespace garde::documents {
namespace {

namespace json = boost::json;

json::value numbers_json(const std::vector<contacts::ContactPhone>& phones) {
  json::array all;
  for (const contacts::ContactPhone& phone : phones)
    all.push_back({{"dialled", phone.phone.dialled},
                   {"shown", phone.phone.shown},
                   {"international", contacts::international(phone.phone)},
                   {"label", phone.label}});
  return all;
}

json::value contact_value(const contacts::Contact& contact, const evidence::ClaimKinds& kinds, Date today) {
  json::value last = nullptr;
  if (const contacts::Call* call = contacts::last_call(contact))
    last = {{"on", to_iso(call->called_on)}, {"outcome", contacts::name(call->outcome)}, {"by", call->answered_by}};
  return {{"id", contact.id.text()},
          {"role", contact.role.text()},
          {"name", contact.name},
          {"organisation", contact.organisation},
          {"numbers", numbers_json(contact.phones)},
          {"email", contact.email},
          {"hours", contact.hours},
          {"say", contact.say},
          {"reference", contact.reference},
          {"last_call", last},
          {"call_again_on", to_iso(contacts::next_call(contact, kinds, today))}};
}

json::value order_json(const contacts::SheetSituation& situation) {
  json::array steps;
  for (const contacts::CallingStep& step : situation.steps)
    steps.push_back({{"who", step.who},
                     {"role", step.role},
                     {"numbers", numbers_json(step.numbers)},
                     {"why", step.why},
                     {"url", step.url},
                     {"email", step.email},
                     {"public", step.is_public}});
  return {{"situation", situation.id.text()}, {"title", situation.title}, {"calls", std::move(steps)}};
}

}  // namespace

std::string contact_json(const contacts::ContactBook& book, const contacts::Sheet& sheet,
                         const contacts::Directory& directory, const evidence::ClaimKinds& kinds, Date today) {
  json::array contacts;
  for (const contacts::Contact& contact : book.contacts) contacts.push_back(contact_value(contact, kinds, today));
  json::array situations;
  for (const contacts::SheetSituation& situation : sheet.situations) situations.push_back(order_json(situation));
  return json::serialize(json::object{{"sheet_version", sheet.version},
                                      {"directory_released", to_iso(directory.released)},
                                      {"directory_is_stale", directory.is_stale(today)},
                                      {"contacts", std::move(contacts)},
                                      {"order", std::move(situations)}});
}

}  // namespace garde::documents
