#include "storage/contact_store.h"

#include <map>
#include <utility>

namespace garde::storage {
namespace {

using contacts::Acknowledgement;
using contacts::Call;
using contacts::Contact;
using contacts::ContactId;
using contacts::ContactPhone;
using contacts::Delivery;
using contacts::Display;
using contacts::DisplayId;
using contacts::Recipient;
using contacts::RecipientId;

constexpr Sql kSelectContacts = R"sql(
SELECT id, role, name, organisation, email, hours, say, reference, created_at, changed_at
FROM contact WHERE practice_id = ? ORDER BY created_at, id)sql";
constexpr Sql kSelectPhones = R"sql(
SELECT contact_id, label, dialled, shown FROM contact_phone WHERE practice_id = ? ORDER BY contact_id, position)sql";
constexpr Sql kSelectCalls = R"sql(
SELECT contact_id, called_on, outcome, answered_by, entered_at, dialled
FROM contact_call WHERE practice_id = ? ORDER BY contact_id, position)sql";
constexpr Sql kSaveContact = R"sql(
INSERT INTO contact (practice_id, id, role, name, organisation, email, hours, say, reference, created_at, changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (practice_id, id) DO UPDATE
SET role = excluded.role, name = excluded.name, organisation = excluded.organisation, email = excluded.email,
    hours = excluded.hours, say = excluded.say, reference = excluded.reference, changed_at = excluded.changed_at)sql";
constexpr Sql kDeletePhones = R"sql(DELETE FROM contact_phone WHERE practice_id = ? AND contact_id = ?)sql";
constexpr Sql kInsertPhone = R"sql(
INSERT INTO contact_phone (practice_id, contact_id, position, label, dialled, shown) VALUES (?, ?, ?, ?, ?, ?))sql";
constexpr Sql kDeleteContact = R"sql(DELETE FROM contact WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kCountCalls = R"sql(SELECT count(*) FROM contact_call WHERE practice_id = ? AND contact_id = ?)sql";
constexpr Sql kInsertCall = R"sql(
INSERT INTO contact_call (practice_id, contact_id, position, called_on, outcome, answered_by, entered_at, dialled)
VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr Sql kSelectRecipients = R"sql(
SELECT id, name, job, email, created_at FROM sheet_recipient WHERE practice_id = ? ORDER BY created_at, id)sql";
constexpr Sql kSelectDeliveries = R"sql(
SELECT recipient_id, version, means, delivered_on, entered_at
FROM sheet_delivery WHERE practice_id = ? ORDER BY recipient_id, position)sql";
constexpr Sql kSelectAcknowledgements = R"sql(
SELECT recipient_id, version, told_by, acknowledged_on, entered_at
FROM sheet_acknowledgement WHERE practice_id = ? ORDER BY recipient_id, position)sql";
constexpr Sql kInsertRecipient = R"sql(
INSERT INTO sheet_recipient (practice_id, id, name, job, email, created_at) VALUES (?, ?, ?, ?, ?, ?))sql";
constexpr Sql kDeleteRecipient = R"sql(DELETE FROM sheet_recipient WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kCountDeliveries = R"sql(
SELECT count(*) FROM sheet_delivery WHERE practice_id = ? AND recipient_id = ?)sql";
constexpr Sql kInsertDelivery = R"sql(
INSERT INTO sheet_delivery (practice_id, recipient_id, position, version, means, delivered_on, entered_at)
VALUES (?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kCountAcknowledgements = R"sql(
SELECT count(*) FROM sheet_acknowledgement WHERE practice_id = ? AND recipient_id = ?)sql";
constexpr Sql kInsertAcknowledgement = R"sql(
INSERT INTO sheet_acknowledgement (practice_id, recipient_id, position, version, told_by, acknowledged_on, entered_at)
VALUES (?, ?, ?, ?, ?, ?, ?))sql";

constexpr Sql kSelectDisplays = R"sql(
SELECT id, place, displayed_by, displayed_on, version, entered_at, document_id
FROM sheet_display WHERE practice_id = ? ORDER BY entered_at, id)sql";
constexpr Sql kInsertDisplay = R"sql(
INSERT INTO sheet_display (practice_id, id, place, displayed_by, displayed_on, version, entered_at, document_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kDeleteDisplay = R"sql(DELETE FROM sheet_display WHERE practice_id = ? AND id = ?)sql";

Result<Contact> read_contact(Row& row) {
  auto id = TRY(row.id<contacts::ContactTag>());
  auto role = TRY(row.id<contacts::ContactRoleTag>());
  auto name = TRY(row.text());
  auto organisation = TRY(row.text());
  auto email = TRY(row.text());
  auto hours = TRY(row.text());
  auto say = TRY(row.text());
  auto reference = TRY(row.text());
  const auto created_at = TRY(row.instant());
  const auto changed_at = TRY(row.instant());
  return Contact{std::move(id),    std::move(role),  std::move(name), std::move(organisation),
                 std::move(email), std::move(hours), std::move(say),  std::move(reference),
                 created_at,       changed_at};
}

Result<std::pair<ContactId, ContactPhone>> read_phone(Row& row) {
  auto contact = TRY(row.id<contacts::ContactTag>());
  auto label = TRY(row.text());
  auto dialled = TRY(row.text());
  auto shown = TRY(row.text());
  return std::pair(std::move(contact), ContactPhone{{std::move(dialled), std::move(shown)}, std::move(label)});
}

Result<std::pair<ContactId, Call>> read_call(Row& row) {
  auto contact = TRY(row.id<contacts::ContactTag>());
  const auto called_on = TRY(row.date());
  const auto outcome = contacts::parse_outcome(TRY(row.text()));
  if (!outcome) return row.damaged("expected an outcome");
  auto answered_by = TRY(row.text());
  const auto entered_at = TRY(row.instant());
  auto dialled = TRY(row.text());
  return std::pair(std::move(contact),
                   Call{called_on, *outcome, std::move(answered_by), entered_at, std::move(dialled)});
}

Result<Recipient> read_recipient(Row& row) {
  auto id = TRY(row.id<contacts::RecipientTag>());
  auto name = TRY(row.text());
  auto function = TRY(row.text());
  auto email = TRY(row.text());
  const auto created_at = TRY(row.instant());
  return Recipient{std::move(id), std::move(name), std::move(function), std::move(email), created_at};
}

Result<std::pair<RecipientId, Delivery>> read_delivery(Row& row) {
  auto recipient = TRY(row.id<contacts::RecipientTag>());
  auto version = TRY(row.text());
  const auto means = contacts::parse_means(TRY(row.text()));
  if (!means) return row.damaged("expected a means");
  const auto delivered_on = TRY(row.date());
  const auto entered_at = TRY(row.instant());
  return std::pair(std::move(recipient), Delivery{std::move(version), *means, delivered_on, entered_at});
}

Result<std::pair<RecipientId, Acknowledgement>> read_acknowledgement(Row& row) {
  auto recipient = TRY(row.id<contacts::RecipientTag>());
  auto version = TRY(row.text());
  auto told_by = TRY(row.text());
  const auto acknowledged_on = TRY(row.date());
  const auto entered_at = TRY(row.instant());
  return std::pair(std::move(recipient),
                   Acknowledgement{std::move(version), std::move(told_by), acknowledged_on, entered_at});
}

Result<Display> read_display(Row& row) {
  auto id = TRY(row.id<contacts::DisplayTag>());
  auto place = TRY(row.text());
  auto displayed_by = TRY(row.text());
  const auto displayed_on = TRY(row.date());
  auto version = TRY(row.text());
  const auto entered_at = TRY(row.instant());
  std::optional<evidence::DocumentId> photo;
  if (!row.skip_null_rest()) photo = TRY(row.id<evidence::DocumentTag>());
  return Display{std::move(id),      std::move(place), std::move(displayed_by), displayed_on,
                 std::move(version), entered_at,       std::move(photo)};
}

// Gives each row to the one of `owners` that it belongs to; a foreign key sees to it that there is one.
template <class Owner, class Rows, class Part>
void deal(std::vector<Owner>& owners, Rows rows, std::vector<Part> Owner::* parts) {
  for (auto& [id, part] : rows)
    for (Owner& owner : owners)
      if (owner.id == id) (owner.*parts).push_back(std::move(part));
}

}  // namespace

Result<contacts::ContactBook> load_contact_book(Connection& connection, const PracticeId& practice) {
  contacts::ContactBook book;
  book.contacts = TRY(read_all(connection.query(kSelectContacts, {practice}), read_contact));
  deal(book.contacts, TRY(read_all(connection.query(kSelectPhones, {practice}), read_phone)), &Contact::phones);
  deal(book.contacts, TRY(read_all(connection.query(kSelectCalls, {practice}), read_call)), &Contact::calls);
  book.recipients = TRY(read_all(connection.query(kSelectRecipients, {practice}), read_recipient));
  deal(book.recipients, TRY(read_all(connection.query(kSelectDeliveries, {practice}), read_delivery)),
       &Recipient::deliveries);
  deal(book.recipients, TRY(read_all(connection.query(kSelectAcknowledgements, {practice}), read_acknowledgement)),
       &Recipient::acknowledgements);
  book.displays = TRY(read_all(connection.query(kSelectDisplays, {practice}), read_display));
  return book;
}

Result<void> save_contact(Connection& connection, const PracticeId& practice, const Contact& contact) {
  TRY(connection.execute(kSaveContact,
                         {practice, contact.id, contact.role, contact.name, contact.organisation, contact.email,
                          contact.hours, contact.say, contact.reference, contact.created_at, contact.changed_at}));
  TRY(connection.execute(kDeletePhones, {practice, contact.id}));
  for (std::size_t i = 0; i < contact.phones.size(); ++i) {
    const ContactPhone& phone = contact.phones[i];
    TRY(connection.execute(kInsertPhone,
                           {practice, contact.id, i, phone.label, phone.phone.dialled, phone.phone.shown}));
  }
  return {};
}

Result<void> remove_contact(Connection& connection, const PracticeId& practice, const ContactId& contact) {
  if (TRY(connection.execute(kDeleteContact, {practice, contact})) == 0)
    return Error{ErrorKind::not_found, "contact " + contact.text(), std::nullopt, ""};
  return {};
}

Result<void> add_call(Connection& connection, const PracticeId& practice, const ContactId& contact, const Call& call) {
  const auto position = TRY(read_one(connection.query(kCountCalls, {practice, contact}), &Row::integer));
  TRY(connection.execute(kInsertCall, {practice, contact, position, call.called_on, contacts::name(call.outcome),
                                       call.answered_by, call.entered_at, call.dialled}));
  return {};
}

Result<void> add_recipient(Connection& connection, const PracticeId& practice, const Recipient& recipient) {
  TRY(connection.execute(kInsertRecipient, {practice, recipient.id, recipient.name, recipient.function, recipient.email,
                                            recipient.created_at}));
  return {};
}

Result<void> remove_recipient(Connection& connection, const PracticeId& practice, const RecipientId& recipient) {
  if (TRY(connection.execute(kDeleteRecipient, {practice, recipient})) == 0)
    return Error{ErrorKind::not_found, "recipient " + recipient.text(), std::nullopt, ""};
  return {};
}

Result<void> add_delivery(Connection& connection, const PracticeId& practice, const RecipientId& recipient,
                          const Delivery& delivery) {
  const auto position = TRY(read_one(connection.query(kCountDeliveries, {practice, recipient}), &Row::integer));
  TRY(connection.execute(kInsertDelivery,
                         {practice, recipient, position, delivery.version, contacts::name(delivery.means),
                          delivery.delivered_on, delivery.entered_at}));
  return {};
}

Result<void> add_acknowledgement(Connection& connection, const PracticeId& practice, const RecipientId& recipient,
                                 const Acknowledgement& acknowledgement) {
  const auto position = TRY(read_one(connection.query(kCountAcknowledgements, {practice, recipient}), &Row::integer));
  TRY(connection.execute(kInsertAcknowledgement,
                         {practice, recipient, position, acknowledgement.version, acknowledgement.told_by,
                          acknowledgement.acknowledged_on, acknowledgement.entered_at}));
  return {};
}

Result<void> add_display(Connection& connection, const PracticeId& practice, const Display& display) {
  TRY(connection.execute(kInsertDisplay, {practice, display.id, display.place, display.displayed_by,
                                          display.displayed_on, display.version, display.entered_at, display.photo}));
  return {};
}

Result<void> remove_display(Connection& connection, const PracticeId& practice, const DisplayId& display) {
  if (TRY(connection.execute(kDeleteDisplay, {practice, display})) == 0)
    return Error{ErrorKind::not_found, "display " + display.text(), std::nullopt, ""};
  return {};
}

}  // namespace garde::storage
