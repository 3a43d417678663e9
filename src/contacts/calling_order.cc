#include "contacts/calling_order.h"

namespace garde::contacts {
namespace {

CallingStep step_for(const Contact& contact, const Role& role, const std::string& why) {
  CallingStep step{.who = contact.name,
                   .role = role.title,
                   .numbers = contact.phones,
                   .hours = contact.hours,
                   .why = why,
                   .say = contact.say.empty() ? role.say : contact.say,
                   .reference = {},
                   .url = {},
                   .email = contact.phones.empty() ? contact.email : std::string()};
  if (!contact.organisation.empty()) step.who += ", " + contact.organisation;
  if (!contact.reference.empty()) step.reference = role.reference + "\u00A0: " + contact.reference;
  return step;
}

CallingStep step_for(const Service& service, const std::string& why) {
  CallingStep step{.who = service.name,
                   .role = service.name,
                   .numbers = {},
                   .hours = service.hours,
                   .why = why,
                   .say = {},
                   .reference = {},
                   .url = service.url,
                   .email = {},
                   .is_public = true};
  if (service.phone) step.numbers.push_back({*service.phone, ""});
  return step;
}

}  // namespace

std::vector<CallingStep> calling_order(const ContactBook& book, const Directory& directory,
                                       const SituationId& situation) {
  const Situation* known = directory.situation(situation);
  GARDE_CHECK(known != nullptr);
  std::vector<CallingStep> steps;
  for (const SituationCall& call : known->calls) {
    if (call.service) {
      const Service& service = *directory.service(*call.service);
      if (serves(service, book.region)) steps.push_back(step_for(service, call.why));
      continue;
    }
    const Role& role = *directory.role(*call.role);
    bool held = false;
    for (const Contact& contact : book.contacts) {
      if (contact.role != role.id) continue;
      steps.push_back(step_for(contact, role, call.why));
      held = true;
    }
    if (!held && role.awaited)
      steps.push_back({.who = {},
                       .role = role.title,
                       .numbers = {},
                       .hours = {},
                       .why = call.why,
                       .say = {},
                       .reference = {},
                       .url = {},
                       .email = {}});
  }
  return steps;
}

}  // namespace garde::contacts
