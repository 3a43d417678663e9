#include "contacts/contact.h"

#include <algorithm>

#include "base/enumerators.h"

namespace garde::contacts {

std::string_view name(CallOutcome outcome) {
  switch (outcome) {
    case CallOutcome::answered: return "answered";
    case CallOutcome::no_answer: return "no-answer";
    case CallOutcome::wrong_number: return "wrong-number";
  }
  fail_check("a CallOutcome outside its enum", __FILE__, __LINE__);
}

std::optional<CallOutcome> parse_outcome(std::string_view text) { return parse_enumerator<CallOutcome>(text); }

const Call* last_call(const Contact& contact) {
  if (contact.phones.empty()) return nullptr;
  // The latest day decides; of one day, what was entered last.
  const Call* last = nullptr;
  for (const Call& call : contact.calls) {
    if (call.dialled != contact.phones.front().phone.dialled) continue;
    const auto when = [](const Call& each) {
      return std::pair(std::chrono::sys_days(each.called_on), each.entered_at);
    };
    if (last == nullptr || when(call) >= when(*last)) last = &call;
  }
  return last;
}

std::string_view name(DeliveryMeans means) {
  switch (means) {
    case DeliveryMeans::paper: return "paper";
    case DeliveryMeans::email: return "email";
    case DeliveryMeans::phone: return "phone";
  }
  fail_check("a DeliveryMeans outside its enum", __FILE__, __LINE__);
}

std::optional<DeliveryMeans> parse_means(std::string_view text) { return parse_enumerator<DeliveryMeans>(text); }

std::optional<Receipt> last_received(const Recipient& recipient, std::string_view version) {
  std::optional<Receipt> last;
  const auto reached = [&](Date day, Instant entered_at) {
    last = std::max(last, std::optional(Receipt{day, evidence::since_day(day, entered_at)}));
  };
  for (const Delivery& each : recipient.deliveries)
    if (each.version == version) reached(each.delivered_on, each.entered_at);
  for (const Acknowledgement& each : recipient.acknowledgements)
    if (each.version == version) reached(each.acknowledged_on, each.entered_at);
  return last;
}

bool has_acknowledged(const Recipient& recipient, std::string_view version) {
  return std::ranges::any_of(recipient.acknowledgements,
                             [&](const Acknowledgement& each) { return each.version == version; });
}

const Contact* ContactBook::find(const ContactId& id) const {
  const auto found = std::ranges::find(contacts, id, &Contact::id);
  return found == contacts.end() ? nullptr : &*found;
}

const Recipient* ContactBook::find(const RecipientId& id) const {
  const auto found = std::ranges::find(recipients, id, &Recipient::id);
  return found == recipients.end() ? nullptr : &*found;
}

}  // namespace garde::contacts
