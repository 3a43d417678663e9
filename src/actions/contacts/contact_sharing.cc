#include "actions/contacts/contact_sharing.h"

#include <algorithm>

#include "actions/practice/field_check.h"
#include "actions/practice/new_id.h"
#include "contacts/email.h"
#include "contacts/image.h"
#include "storage/contact_store.h"
#include "storage/document_store.h"

namespace garde::actions {
namespace {

using contacts::Recipient;
using contacts::RecipientId;

std::string text_of(std::string_view typed) { return std::string(trimmed(typed)); }

// `work` with the contact book, in one transaction.
template <class Work>
auto with_book(Practice& practice, Work work) {
  using Outcome = std::invoke_result_t<Work&, storage::Connection&, const contacts::ContactBook&>;
  return practice.in_transaction([&](storage::Connection& connection) -> Outcome {
    const contacts::ContactBook book = TRY(storage::load_contact_book(connection, practice.id()));
    return work(connection, book);
  });
}

void check_photo(const AttachedFile& photo, FieldProblems& problems) {
  if (photo.bytes.size() > contacts::kMaxPhoto.value)
    problems.push_back({"photo", {"form.problem.too-large", {{"max", text::size(contacts::kMaxPhoto)}}}});
  else if (photo.bytes.size() < contacts::kMinPhoto.value || !contacts::image_type(photo.bytes))
    problems.push_back({"photo", {"contacts.display.not-a-photo", {}}});
}

}  // namespace

Result<FieldProblems> add_recipient(Practice& practice, const RecipientForm& form) {
  FieldProblems problems;
  const Recipient recipient{new_id<RecipientId>(), text_of(form.name), text_of(form.function), text_of(form.email),
                            practice.now()};
  if (recipient.name.empty()) problems.push_back({"name", {"form.problem.missing", {}}});
  check_text("name", recipient.name, kMaxContactName, LineBreaks::refused, problems);
  check_text("function", recipient.function, kMaxContactDetail, LineBreaks::refused, problems);
  if (!recipient.email.empty() && !contacts::is_email(recipient.email))
    problems.push_back({"email", {"contacts.email.problem", {}}});
  // The work may run twice: what it finds is its result.
  return with_book(practice,
                   [&](storage::Connection& connection, const contacts::ContactBook& book) -> Result<FieldProblems> {
                     FieldProblems found = problems;
                     if (book.recipients.size() >= kMaxRecipients)
                       found.push_back({"form", {"contacts.too-many", {{"max", std::to_string(kMaxRecipients)}}}});
                     const bool twice = std::ranges::any_of(book.recipients, [&](const Recipient& other) {
                       return other.name == recipient.name && other.function == recipient.function;
                     });
                     if (twice) found.push_back({"function", {"contacts.recipient.twice", {}}});
                     if (found.empty()) TRY(storage::add_recipient(connection, practice.id(), recipient));
                     return found;
                   });
}

Result<void> remove_recipient(Practice& practice, const RecipientId& recipient) {
  return practice.with_storage(storage::remove_recipient, recipient);
}

Result<FieldProblems> record_delivery(Practice& practice, const DeliveryForm& form) {
  FieldProblems problems;
  const CurrentContacts current = TRY(current_contacts(practice));
  const Date today = practice.today();
  contacts::Delivery delivery{current.sheet.version, contacts::DeliveryMeans::paper, today, practice.now()};
  const auto means = contacts::parse_means(form.means);
  if (means)
    delivery.means = *means;
  else
    problems.push_back({"means", {"form.problem.choice", {}}});
  if (const auto day = check_past_day("day", form.day, today, problems)) delivery.delivered_on = *day;
  std::vector<RecipientId> recipients;
  for (const std::string& text : form.recipients) {
    const auto id = RecipientId::parse(text);
    if (id && current.book.find(*id) != nullptr) recipients.push_back(*id);
  }
  if (recipients.empty() || recipients.size() != form.recipients.size())
    problems.push_back({"recipients", {"contacts.delivery.nobody", {}}});
  if (!problems.empty()) return problems;
  TRY(with_book(practice, [&](storage::Connection& connection, const contacts::ContactBook& book) -> Result<void> {
    for (const RecipientId& recipient : recipients)
      if (book.find(recipient) != nullptr) TRY(storage::add_delivery(connection, practice.id(), recipient, delivery));
    return {};
  }));
  return problems;
}

Result<FieldProblems> acknowledge(Practice& practice, const RecipientId& recipient, const AcknowledgementForm& form) {
  FieldProblems problems;
  const CurrentContacts current = TRY(current_contacts(practice));
  const Date today = practice.today();
  contacts::Acknowledgement acknowledgement{current.sheet.version, text_of(form.told_by), today, practice.now()};
  if (form.version != current.sheet.version) problems.push_back({"version", {"contacts.acknowledge.changed", {}}});
  if (const auto day = check_past_day("day", form.day, today, problems)) acknowledgement.acknowledged_on = *day;
  check_text("told_by", acknowledgement.told_by, kMaxContactName, LineBreaks::refused, problems);
  if (form.in_person && acknowledgement.told_by.empty()) problems.push_back({"told_by", {"form.problem.missing", {}}});
  if (!form.in_person) acknowledgement.told_by.clear();
  if (!problems.empty()) return problems;
  TRY(with_book(practice, [&](storage::Connection& connection, const contacts::ContactBook& book) -> Result<void> {
    if (book.find(recipient) == nullptr)
      return Error{ErrorKind::not_found, "recipient " + recipient.text(), std::nullopt, ""};
    return storage::add_acknowledgement(connection, practice.id(), recipient, acknowledgement);
  }));
  return problems;
}

Result<FieldProblems> add_display(Practice& practice, const DisplayForm& form) {
  FieldProblems problems;
  const CurrentContacts current = TRY(current_contacts(practice));
  const Date today = practice.today();
  contacts::Display display{new_id<contacts::DisplayId>(),
                            text_of(form.place),
                            text_of(form.displayed_by),
                            today,
                            current.sheet.version,
                            practice.now(),
                            std::nullopt};
  for (const auto& [field, value] : {std::pair("place", &display.place), {"displayed_by", &display.displayed_by}}) {
    if (value->empty()) problems.push_back({field, {"form.problem.missing", {}}});
    check_text(field, *value, kMaxContactDetail, LineBreaks::refused, problems);
  }
  if (const auto day = check_past_day("displayed_on", form.displayed_on, today, problems)) display.displayed_on = *day;
  if (form.photo) check_photo(*form.photo, problems);
  if (current.book.displays.size() >= kMaxDisplays)
    problems.push_back({"form", {"contacts.too-many", {{"max", std::to_string(kMaxDisplays)}}}});
  if (!problems.empty()) return problems;
  if (form.photo) display.photo = new_id<evidence::DocumentId>();
  TRY(practice.in_transaction([&](storage::Connection& connection) -> Result<void> {
    if (display.photo) {
      const storage::NewDocument photo{*display.photo, form.photo->name,
                                       std::string(*contacts::image_type(form.photo->bytes)), display.entered_at};
      TRY(storage::add_document(connection, practice.id(), photo, std::as_bytes(std::span(form.photo->bytes))));
    }
    return storage::add_display(connection, practice.id(), display);
  }));
  return problems;
}

Result<void> remove_display(Practice& practice, const contacts::DisplayId& display) {
  return practice.with_storage(storage::remove_display, display);
}

}  // namespace garde::actions
