#include "actions/contacts/contacts.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "actions/practice/field_check.h"
#include "actions/practice/new_id.h"
#include "actions/practice/practice_name.h"
#include "actions/practice/practice_zone.h"
#include "contacts/contact_evidence.h"
#include "contacts/email.h"
#include "documents/contacts/contact_sheet.h"
#include "storage/answer_store.h"
#include "storage/contact_store.h"
#include "storage/setting_store.h"

namespace garde::actions {
namespace {

using contacts::Contact;
using contacts::ContactId;

constexpr std::string_view kKitSetting = "contacts-kit-address";
constexpr std::size_t kMaxKitAddress = 200;  // bytes: more makes a QR code too dense for a card

std::string text_of(std::string_view typed) { return std::string(trimmed(typed)); }

void check_role(const contacts::Directory& directory, const std::string& typed, FieldProblems& problems) {
  const auto role = contacts::RoleId::parse(typed);
  if (!role || directory.role(*role) == nullptr) problems.push_back({"role", {"form.problem.choice", {}}});
}

std::vector<contacts::ContactPhone> read_phones(const contacts::NumberingPlan& numbering, const ContactForm& form,
                                                FieldProblems& problems) {
  std::vector<contacts::ContactPhone> phones;
  for (std::size_t i = 0; i < form.phones.size(); ++i) {
    const std::string label = text_of(form.phones[i].label);
    check_text(fmt::format("label-{}", i), label, kMaxPhoneLabel, LineBreaks::refused, problems);
    if (trimmed(form.phones[i].number).empty()) continue;
    const auto phone = numbering.parse(form.phones[i].number);
    const std::string field = fmt::format("phone-{}", i);
    if (phone) {
      phones.push_back({*phone, label});
      continue;
    }
    switch (phone.error()) {
      case contacts::PhoneProblem::not_a_number:
        problems.push_back({field, {"contacts.phone.not-a-number", {}}});
        break;
      case contacts::PhoneProblem::wrong_length:
        problems.push_back({field, {"contacts.phone.wrong-length", {}}});
        break;
      case contacts::PhoneProblem::no_such_range:
        problems.push_back({field, {"contacts.phone.no-such-range", {}}});
        break;
    }
  }
  if (phones.size() > kMaxPhonesOfContact)
    problems.push_back({"phone-0", {"contacts.phone.too-many", {{"max", std::to_string(kMaxPhonesOfContact)}}}});
  return phones;
}

// A name that begins like a formula of a spreadsheet or holds a line break stays what it is: each format escapes it.
Contact read_contact(const Practice& practice, const ContactForm& form, FieldProblems& problems) {
  const auto role = contacts::RoleId::parse(form.role);
  Contact contact{.id = new_id<ContactId>(),
                  .role = role ? *role : contacts::RoleId::of("provider"),
                  .name = text_of(form.name),
                  .organisation = text_of(form.organisation),
                  .email = text_of(form.email),
                  .hours = text_of(form.hours),
                  .say = text_of(form.say),
                  .reference = text_of(form.reference),
                  .created_at = practice.now(),
                  .changed_at = practice.now()};
  check_role(practice.library().directory, form.role, problems);
  if (contact.name.empty()) problems.push_back({"name", {"form.problem.missing", {}}});
  check_text("name", contact.name, kMaxContactName, LineBreaks::refused, problems);
  check_text("organisation", contact.organisation, kMaxContactDetail, LineBreaks::refused, problems);
  check_text("hours", contact.hours, kMaxContactDetail, LineBreaks::refused, problems);
  check_text("say", contact.say, kMaxContactSay, LineBreaks::refused, problems);
  check_text("reference", contact.reference, kMaxContactDetail, LineBreaks::refused, problems);
  if (!contact.email.empty() && !contacts::is_email(contact.email))
    problems.push_back({"email", {"contacts.email.problem", {}}});
  contact.phones = read_phones(practice.library().directory.numbering, form, problems);
  // The number is what the sheet is for; only an address can stand in for it.
  const bool phone_problem =
      std::ranges::any_of(problems, [](const FieldProblem& each) { return each.field.starts_with("phone-"); });
  if (contact.phones.empty() && contact.email.empty() && !phone_problem)
    problems.push_back({"phone-0", {"contacts.phone.missing", {}}});
  return contact;
}

// In every place where the sheet shows it; the address is ASCII.
Result<void> check_printable(const Contact& contact, FieldProblems& problems) {
  const std::array<std::pair<std::string_view, const std::string*>, 5> shown = {
      {{"name", &contact.name},
       {"organisation", &contact.organisation},
       {"hours", &contact.hours},
       {"say", &contact.say},
       {"reference", &contact.reference}}};
  for (const auto& [field, text] : shown)
    if (!TRY(documents::can_be_printed(*text)))
      problems.push_back({std::string(field), {"contacts.not-printable", {}}});
  return {};
}

// Two people may have one name: then the role or the organisation tells them apart.
bool is_same_person(const Contact& a, const Contact& b) {
  return a.role == b.role && a.name == b.name && a.organisation == b.organisation && a.id != b.id;
}

bool says_the_same(const Contact& a, const Contact& b) {
  return a.role == b.role && a.name == b.name && a.organisation == b.organisation && a.email == b.email &&
         a.hours == b.hours && a.say == b.say && a.reference == b.reference && a.phones == b.phones;
}

Error no_such_contact(const ContactId& contact) {
  return {ErrorKind::not_found, "contact " + contact.text(), std::nullopt, ""};
}

}  // namespace

Result<CurrentContacts> current_contacts(Practice& practice) {
  return practice.with_storage([&](storage::Connection& connection) -> Result<CurrentContacts> {
    CurrentContacts current;
    current.book = TRY(storage::load_contact_book(connection, practice.id()));
    const contacts::Directory& directory = practice.library().directory;
    current.book.region = TRY(load_region(connection, practice.id(), directory));
    current.book.kit_address = TRY(storage::load_setting(connection, practice.id(), kKitSetting))
    .value_or("");
    const auto answers = TRY(storage::load_answers(connection, practice.id()));
    current.sheet = contacts::make_sheet(practice_name(answers), current.book, directory);
    return current;
  });
}

Result<std::vector<contacts::CallingStep>> calling_order(Practice& practice, const contacts::SituationId& situation) {
  const CurrentContacts current = TRY(current_contacts(practice));
  const auto found = std::ranges::find(current.sheet.situations, situation, &contacts::SheetSituation::id);
  if (found == current.sheet.situations.end())
    return Error{ErrorKind::not_found, situation.text(), std::nullopt, "no such situation"};
  return found->steps;
}

Result<std::vector<evidence::Evidence>> contact_evidence(Practice& practice) {
  const CurrentContacts current = TRY(current_contacts(practice));
  const Library& library = practice.library();
  return contacts::evidence_from(current.book, current.sheet, library.directory, library.claims);
}

ContactForm form_of(const Contact& contact) {
  ContactForm form{contact.role.text(), contact.name, contact.organisation, contact.email,
                   contact.hours,       contact.say,  contact.reference,    {}};
  for (const contacts::ContactPhone& phone : contact.phones) form.phones.push_back({phone.phone.shown, phone.label});
  return form;
}

Result<SavedContact> save_contact(Practice& practice, const std::optional<ContactId>& existing,
                                  const ContactForm& form) {
  FieldProblems problems;
  Contact contact = read_contact(practice, form, problems);
  TRY(check_printable(contact, problems));
  if (existing) contact.id = *existing;
  // The work may run twice: what it finds is its result.
  problems = TRY(practice.in_transaction([&](storage::Connection& connection) -> Result<FieldProblems> {
    FieldProblems found = problems;
    const contacts::ContactBook book = TRY(storage::load_contact_book(connection, practice.id()));
    if (existing) {
      const Contact* before = book.find(*existing);
      if (before == nullptr) return no_such_contact(*existing);
      contact.created_at = before->created_at;
      if (says_the_same(*before, contact)) contact.changed_at = before->changed_at;
    } else if (book.contacts.size() >= kMaxContacts) {
      found.push_back({"form", {"contacts.too-many", {{"max", std::to_string(kMaxContacts)}}}});
    }
    const bool twice =
        std::ranges::any_of(book.contacts, [&](const Contact& other) { return is_same_person(contact, other); });
    if (twice) found.push_back({"name", {"contacts.twice", {}}});
    if (found.empty()) TRY(storage::save_contact(connection, practice.id(), contact));
    return found;
  }));
  SavedContact saved{std::move(problems), std::nullopt};
  if (saved.problems.empty()) saved.contact = contact.id;
  return saved;
}

Result<void> remove_contact(Practice& practice, const ContactId& contact) {
  return practice.with_storage(storage::remove_contact, contact);
}

Result<FieldProblems> record_call(Practice& practice, const ContactId& contact, const CallForm& form) {
  FieldProblems problems;
  const Date today = practice.today();
  contacts::Call call{today, contacts::CallOutcome::answered, text_of(form.answered_by), practice.now(), ""};
  if (const auto day = check_past_day("called_on", form.called_on, today, problems)) call.called_on = *day;
  const auto outcome = contacts::parse_outcome(form.outcome);
  if (outcome)
    call.outcome = *outcome;
  else
    problems.push_back({"outcome", {"form.problem.choice", {}}});
  check_text("answered_by", call.answered_by, kMaxContactName, LineBreaks::refused, problems);
  // Who answered is what makes it a check: a machine may pick up.
  if (outcome == contacts::CallOutcome::answered && call.answered_by.empty())
    problems.push_back({"answered_by", {"contacts.call.who", {}}});
  if (!problems.empty()) return problems;
  TRY(practice.in_transaction([&](storage::Connection& connection) -> Result<void> {
    const contacts::ContactBook book = TRY(storage::load_contact_book(connection, practice.id()));
    const Contact* known = book.find(contact);
    if (known == nullptr) return no_such_contact(contact);
    contacts::Call about = call;
    if (!known->phones.empty()) about.dialled = known->phones.front().phone.dialled;
    return storage::add_call(connection, practice.id(), contact, about);
  }));
  return problems;
}

Result<FieldProblems> save_contact_settings(Practice& practice, const ContactSettingsForm& form) {
  FieldProblems problems;
  const std::string region = text_of(form.region);
  const auto id = contacts::RegionId::parse(region);
  if (!region.empty() && (!id || practice.library().directory.region(*id) == nullptr))
    problems.push_back({"region", {"form.problem.choice", {}}});
  const std::string address = text_of(form.kit_address);
  const bool printable = std::ranges::all_of(address, [](char c) { return c > ' ' && c < 0x7F; });
  if (!address.empty() && (!address.starts_with("https://") || !printable || address.size() > kMaxKitAddress))
    problems.push_back({"kit_address", {"contacts.kit-address.problem", {}}});
  if (!problems.empty()) return problems;
  TRY(practice.in_transaction([&](storage::Connection& connection) -> Result<void> {
    TRY(storage::save_setting(connection, practice.id(), kRegionSetting, region));
    return storage::save_setting(connection, practice.id(), kKitSetting, address);
  }));
  return problems;
}

}  // namespace garde::actions
