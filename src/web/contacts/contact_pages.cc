#include "web/contacts/contact_pages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "actions/plan/gathered_evidence.h"
#include "contacts/contact_evidence.h"
#include "documents/contacts/contact_card.h"
#include "documents/contacts/contact_qr.h"
#include "web/contacts/templates.h"
#include "web/page/answers.h"
#include "web/page/standing.h"

namespace garde::web {
namespace {

using actions::ContactForm;
using actions::FieldProblems;
using contacts::Contact;
using contacts::ContactId;

struct ShownClaim {
  std::string_view name;  // in the keys of its sentences
  evidence::ClaimLiteral claim;
};
constexpr std::array kClaims = {
    ShownClaim{"identified", "contact-identified/practice"},     ShownClaim{"checked", "contact-checked/practice"},
    ShownClaim{"displayed", "contact-displayed/practice"},       ShownClaim{"shared", "contact-shared/practice"},
    ShownClaim{"acknowledged", "contact-acknowledged/practice"},
};
constexpr std::size_t kPhonesShown = 3;  // lines of the form for a contact with fewer numbers

ContactClaimView claim_view(const Visitor& visitor, const ShownClaim& shown,
                            std::span<const evidence::Evidence> gathered) {
  const auto claim = evidence::Claim::of(shown.claim);
  const evidence::Standing standing = evidence::standing(gathered, claim, visitor.practice.now());
  const bool done = standing.verdict == evidence::Verdict::holds;
  const std::string proof_id{done ? evidence::name(standing.by->level) : "none"};
  return {.title = say(visitor, fmt::format("contacts.claim.{}", shown.name)),
          .proof_id = proof_id,
          .proof = say(visitor, "proof." + proof_id),
          .note = standing_note(visitor, standing),
          .done = done};
}

std::vector<CallNumberView> number_views(const std::vector<contacts::ContactPhone>& phones) {
  std::vector<CallNumberView> views;
  for (const contacts::ContactPhone& phone : phones)
    views.push_back({tel_url(phone.phone.dialled), contacts::unbroken(phone.phone), phone.label});
  return views;
}

std::string call_line(const Visitor& visitor, const contacts::Call& call) {
  const std::string day = text::long_day(call.called_on);
  switch (call.outcome) {
    case contacts::CallOutcome::answered:
      return say(visitor, {"contacts.called-answered", {{"day", day}, {"who", call.answered_by}}});
    case contacts::CallOutcome::no_answer: return say(visitor, {"contacts.called-no-answer", {{"day", day}}});
    case contacts::CallOutcome::wrong_number: return say(visitor, {"contacts.called-wrong-number", {{"day", day}}});
  }
  return "";
}

ContactCardView card_view(const Visitor& visitor, const Contact& contact) {
  const actions::Library& library = visitor.practice.library();
  const contacts::Role* role = library.directory.role(contact.role);
  const Date today = visitor.practice.today();
  const contacts::Call* last = contacts::last_call(contact);
  const bool due = contacts::call_is_due(contact, library.claims, today);
  const std::string next = text::long_day(contacts::next_call(contact, library.claims, today));
  return {.address = Url::of("/contacts") / contact.id.text(),
          .role = role == nullptr ? contact.role.text() : role->title,
          .name = contact.name,
          .organisation = contact.organisation,
          .numbers = number_views(contact.phones),
          .email = contact.email,
          .hours = contact.hours,
          .called = last == nullptr ? say(visitor, "contacts.called-never") : call_line(visitor, *last),
          .next = due ? say(visitor, "contacts.call-due") : say(visitor, {"contacts.call-next", {{"day", next}}}),
          .due = due};
}

PublicServiceView service_view(const Visitor& visitor, const contacts::Service& service) {
  PublicServiceView view{
      .name = service.name,
      .what_for = service.what_for,
      .hours = service.hours,
      .numbers = {},
      .url = {},
      .url_name = {},
      .checked = say(visitor, {"contacts.public-checked",
                               {{"day", text::short_day(service.checked)}, {"source", service.source}}})};
  if (service.phone) view.numbers = number_views({{*service.phone, ""}});
  if (const auto url = Url::parse(service.url); url && !service.url.empty()) {
    view.url = *url;
    view.url_name = service.url.substr(std::string_view("https://").size());
  }
  return view;
}

SelectField role_field(const Visitor& visitor, std::string_view chosen) {
  SelectField field{.name = "role", .label = say(visitor, "contacts.form.role")};
  for (const contacts::Role& role : visitor.practice.library().directory.roles)
    field.choices.push_back({role.id.text(), role.title, role.id.text() == chosen});
  return field;
}

SelectField region_field(const Visitor& visitor, const std::optional<contacts::RegionId>& chosen) {
  SelectField field{.name = "region",
                    .label = say(visitor, "contacts.region"),
                    .hint = say(visitor, "contacts.region-hint"),
                    .choices = {{"", say(visitor, "contacts.region-none"), !chosen}}};
  for (const contacts::Region& region : visitor.practice.library().directory.regions)
    field.choices.push_back({region.id.text(), region.title, chosen == region.id});
  return field;
}

SelectField outcome_field(const Visitor& visitor, std::string_view chosen) {
  SelectField field{.name = "outcome", .label = say(visitor, "contacts.call.outcome")};
  for (const auto outcome :
       {contacts::CallOutcome::answered, contacts::CallOutcome::no_answer, contacts::CallOutcome::wrong_number}) {
    const std::string value{contacts::name(outcome)};
    field.choices.push_back({value, say(visitor, "contacts.outcome." + value), value == chosen});
  }
  return field;
}

ContactForm read_form(const http::Form& form) {
  ContactForm read{
      field_of(form, "role"),  field_of(form, "name"), field_of(form, "organisation"), field_of(form, "email"),
      field_of(form, "hours"), field_of(form, "say"),  field_of(form, "reference"),    {}};
  for (std::size_t i = 0; i < actions::kMaxPhonesOfContact; ++i)
    read.phones.push_back({field_of(form, fmt::format("phone-{}", i)), field_of(form, fmt::format("label-{}", i))});
  return read;
}

Result<http::Response> render_list(Visitor& visitor, const ContactForm& form, const FieldProblems& problems,
                                   std::string_view flash) {
  const actions::Library& library = visitor.practice.library();
  const auto current = TRY(actions::current_contacts(visitor.practice));
  const auto gathered = TRY(actions::gathered_evidence(visitor.practice));
  ContactsPage page{.frame = make_frame(visitor, Section::contacts, say(visitor, "contacts.title")),
                    .stale = {},
                    .claims = {},
                    .role = role_field(visitor, form.role),
                    .first_fields = {},
                    .problems = problem_list(visitor, problems),
                    .contacts = {},
                    .suggestions = {},
                    .services = {},
                    .region = region_field(visitor, current.book.region),
                    .kit_address = {}};
  page.frame.flash = flash;
  if (library.directory.is_stale(visitor.practice.today()))
    page.stale = say(visitor, {"contacts.stale", {{"day", text::long_day(library.directory.released)}}});
  for (const ShownClaim& claim : kClaims) page.claims.push_back(claim_view(visitor, claim, gathered));
  page.ready = contacts::contact_to_check(current.book, library.directory) != nullptr;
  page.first_fields = {form_field(visitor, problems, "name", say(visitor, "contacts.form.name"), "", form.name),
                       form_field(visitor, problems, "phone-0", say(visitor, "contacts.form.phone"), "",
                                  form.phones.empty() ? "" : form.phones[0].number, "tel")};
  for (const Contact& contact : current.book.contacts) page.contacts.push_back(card_view(visitor, contact));
  for (const contacts::Role& role : library.directory.roles)
    if (std::ranges::find(current.book.contacts, role.id, &Contact::role) == current.book.contacts.end())
      page.suggestions.push_back({Url::parse("/contacts/new?role=" + role.id.text()).take(), role.title});
  for (const contacts::Service& service : library.directory.services)
    if (contacts::serves(service, current.book.region)) page.services.push_back(service_view(visitor, service));
  page.kit_address = form_field(visitor, problems, "kit_address", say(visitor, "contacts.kit-address.label"),
                                say(visitor, "contacts.kit-address.hint"), current.book.kit_address);
  return page_response(visitor, render_contacts, page, status_of(problems));
}

std::vector<FormField> more_fields(const Visitor& visitor, const ContactForm& form, const FieldProblems& problems) {
  std::vector<FormField> fields;
  const auto label_of = [&](std::size_t i) { return i < form.phones.size() ? form.phones[i].label : std::string(); };
  fields.push_back(form_field(visitor, problems, "label-0", say(visitor, "contacts.form.label"),
                              say(visitor, "contacts.form.label-hint"), label_of(0)));
  for (std::size_t i = 1; i < std::max(kPhonesShown, form.phones.size()) && i < actions::kMaxPhonesOfContact; ++i) {
    const std::string rank = std::to_string(i + 1);
    fields.push_back(form_field(visitor, problems, fmt::format("phone-{}", i),
                                say(visitor, {"contacts.form.phone-more", {{"rank", rank}}}), "",
                                i < form.phones.size() ? form.phones[i].number : "", "tel"));
    fields.push_back(form_field(visitor, problems, fmt::format("label-{}", i),
                                say(visitor, {"contacts.form.label-more", {{"rank", rank}}}), "", label_of(i)));
  }
  fields.push_back(
      form_field(visitor, problems, "email", say(visitor, "contacts.form.email"), "", form.email, "email"));
  fields.push_back(form_field(visitor, problems, "hours", say(visitor, "contacts.form.hours"),
                              say(visitor, "contacts.form.hours-hint"), form.hours));
  fields.push_back(form_field(visitor, problems, "say", say(visitor, "contacts.form.say"),
                              say(visitor, "contacts.form.say-hint"), form.say));
  fields.push_back(
      form_field(visitor, problems, "reference", say(visitor, "contacts.form.reference"), "", form.reference));
  return fields;
}

Result<http::Response> render_contact(Visitor& visitor, const Contact* existing, const ContactForm& form,
                                      const actions::CallForm& call, const FieldProblems& problems,
                                      std::string_view flash) {
  const std::string title =
      existing == nullptr ? say(visitor, "contacts.form.title-new") : say(visitor, "contacts.form.title-edit");
  ContactPage page{.frame = make_frame(visitor, Section::contacts, title),
                   .title = existing == nullptr ? title : existing->name,
                   .action = Url::of("/contacts") / (existing == nullptr ? "new" : existing->id.text()),
                   .problems = problem_list(visitor, problems),
                   .role = role_field(visitor, form.role),
                   .fields = {form_field(visitor, problems, "name", say(visitor, "contacts.form.name"), "", form.name),
                              form_field(visitor, problems, "organisation", say(visitor, "contacts.form.organisation"),
                                         say(visitor, "contacts.form.organisation-hint"), form.organisation),
                              form_field(visitor, problems, "phone-0", say(visitor, "contacts.form.phone"),
                                         say(visitor, "contacts.form.phone-hint"),
                                         form.phones.empty() ? "" : form.phones[0].number, "tel")},
                   .more = more_fields(visitor, form, problems),
                   .more_open = existing != nullptr || !problems.empty(),
                   .exists = existing != nullptr,
                   .id = {},
                   .name = {},
                   .qr_name = {},
                   .outcome = outcome_field(visitor, call.outcome),
                   .call_fields = {},
                   .calls = {}};
  page.frame.flash = flash;
  if (existing != nullptr) {
    page.id = existing->id.text();
    page.name = existing->name;
    page.qr_name = say(visitor, {"contacts.form.qr", {{"name", existing->name}}});
    page.call_fields = {
        form_field(visitor, problems, "called_on", say(visitor, "contacts.call.day"), "",
                   call.called_on.empty() ? to_iso(visitor.practice.today()) : call.called_on, "date"),
        form_field(visitor, problems, "answered_by", say(visitor, "contacts.call.who-label"), "", call.answered_by)};
    for (auto past = existing->calls.rbegin(); past != existing->calls.rend(); ++past)
      page.calls.push_back({call_line(visitor, *past)});
  }
  return page_response(visitor, render_contacts_contact, page, status_of(problems));
}

// The contact that the address names.
Result<Contact> find_contact(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<ContactId>(request, "contact"));
  const auto current = TRY(actions::current_contacts(visitor.practice));
  const Contact* contact = current.book.find(id);
  if (contact == nullptr) return no_such_page();
  return *contact;
}

http::Response to_contacts(std::string_view what) {
  return http::Response::see_other(fmt::format("/contacts?{}=1", what));
}

}  // namespace

Result<http::Response> show_contacts(Visitor& visitor, const http::Request& request) {
  std::string flash = saved_flash(visitor, request, "contacts.saved");
  if (request.query.get("removed")) flash = say(visitor, "contacts.removed");
  return render_list(visitor,
                     {.role = "provider",
                      .name = {},
                      .organisation = {},
                      .email = {},
                      .hours = {},
                      .say = {},
                      .reference = {},
                      .phones = {}},
                     {}, flash);
}

Result<http::Response> save_first_contact(Visitor& visitor, const http::Request&, const http::Form& sent) {
  const ContactForm form = read_form(sent);
  const auto saved = TRY(actions::save_contact(visitor.practice, std::nullopt, form));
  if (!saved.problems.empty()) return render_list(visitor, form, saved.problems, "");
  return to_contacts("saved");
}

Result<http::Response> save_contact_settings(Visitor& visitor, const http::Request&, const http::Form& sent) {
  const auto problems =
      TRY(actions::save_contact_settings(visitor.practice, {field_of(sent, "region"), field_of(sent, "kit_address")}));
  if (!problems.empty()) return render_list(visitor, {}, problems, "");
  return to_contacts("saved");
}

Result<http::Response> show_new_contact(Visitor& visitor, const http::Request& request) {
  ContactForm form;
  form.role = std::string(request.query.get("role").value_or("provider"));
  return render_contact(visitor, nullptr, form, {}, {}, "");
}

Result<http::Response> save_new_contact(Visitor& visitor, const http::Request&, const http::Form& sent) {
  const ContactForm form = read_form(sent);
  const auto saved = TRY(actions::save_contact(visitor.practice, std::nullopt, form));
  if (!saved.problems.empty()) return render_contact(visitor, nullptr, form, {}, saved.problems, "");
  return to_contacts("saved");
}

Result<http::Response> show_contact(Visitor& visitor, const http::Request& request) {
  const Contact contact = TRY(find_contact(visitor, request));
  return render_contact(visitor, &contact, actions::form_of(contact), {}, {},
                        saved_flash(visitor, request, "contacts.saved"));
}

Result<http::Response> save_contact(Visitor& visitor, const http::Request& request, const http::Form& sent) {
  const Contact contact = TRY(find_contact(visitor, request));
  const ContactForm form = read_form(sent);
  const auto saved = TRY(actions::save_contact(visitor.practice, contact.id, form));
  if (!saved.problems.empty()) return render_contact(visitor, &contact, form, {}, saved.problems, "");
  return to_contacts("saved");
}

Result<http::Response> save_contact_call(Visitor& visitor, const http::Request& request, const http::Form& sent) {
  const Contact contact = TRY(find_contact(visitor, request));
  const actions::CallForm call{field_of(sent, "called_on"), field_of(sent, "outcome"), field_of(sent, "answered_by")};
  const auto problems = TRY(actions::record_call(visitor.practice, contact.id, call));
  if (!problems.empty()) return render_contact(visitor, &contact, actions::form_of(contact), call, problems, "");
  return http::Response::see_other(fmt::format("/contacts/{}?saved=1", contact.id.text()));
}

Result<http::Response> remove_contact(Visitor& visitor, const http::Request& request, const http::Form&) {
  const auto id = TRY(id_in<ContactId>(request, "contact"));
  TRY(actions::remove_contact(visitor.practice, id));
  return to_contacts("removed");
}

Result<http::Response> send_contact_qr(Visitor& visitor, const http::Request& request) {
  const Contact contact = TRY(find_contact(visitor, request));
  auto svg = TRY(documents::qr_svg(documents::contact_card_for_qr(contact)));
  return http::Response::bytes(std::move(svg), "image/svg+xml");
}

}  // namespace garde::web
