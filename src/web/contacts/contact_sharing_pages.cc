#include "web/contacts/contact_sharing_pages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "actions/contacts/contact_files.h"
#include "contacts/image.h"
#include "documents/contacts/contact_text.h"
#include "web/contacts/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using actions::CurrentContacts;
using actions::FieldProblems;
using contacts::Recipient;

DisplayView display_view(const Visitor& visitor, const contacts::Display& display, const std::string& version) {
  const bool outdated = display.version != version;
  DisplayView view{
      .id = display.id.text(),
      .place = display.place,
      .line = say(visitor, {"contacts.display.line",
                            {{"who", display.displayed_by}, {"day", text::long_day(display.displayed_on)}}}),
      .state = say(visitor, outdated ? "contacts.display.outdated" : "contacts.display.current"),
      .outdated = outdated,
      .photo = {}};
  if (display.photo) view.photo = Url::of("/documents") / display.photo->text();
  return view;
}

OrderView order_view(const Visitor& visitor, const contacts::SheetSituation& situation) {
  OrderView view{situation.title, {}};
  for (const contacts::CallingStep& step : situation.steps) {
    std::string line = documents::calling_line(step, texts_of(visitor));
    for (const contacts::ContactPhone& number : step.numbers) {
      const std::size_t at = line.find(number.phone.shown);
      if (at != std::string::npos) line.replace(at, number.phone.shown.size(), contacts::unbroken(number.phone));
    }
    view.calls.push_back({std::move(line), step.why});
  }
  return view;
}

Result<http::Response> render_sheet(Visitor& visitor, const actions::DisplayForm& form, const FieldProblems& problems,
                                    std::string_view flash) {
  const actions::Library& library = visitor.practice.library();
  const auto current = TRY(actions::current_contacts(visitor.practice));
  SheetPage page{
      .frame = make_frame(visitor, Section::contacts, say(visitor, "contacts.page.sheet-title")),
      .version = current.sheet.version,
      .stale = {},
      .formats = {},
      .orders = {},
      .displays = {},
      .problems = problem_list(visitor, problems),
      .fields = {form_field(visitor, problems, "place", say(visitor, "contacts.display.place"),
                            say(visitor, "contacts.display.place-hint"), form.place),
                 form_field(visitor, problems, "displayed_by", say(visitor, "contacts.display.by"), "",
                            form.displayed_by),
                 form_field(visitor, problems, "displayed_on", say(visitor, "contacts.display.day"), "",
                            form.displayed_on.empty() ? to_iso(visitor.practice.today()) : form.displayed_on, "date")},
      .photo_hint = say(visitor, {"contacts.display.photo-hint", {{"max", text::size(contacts::kMaxPhoto)}}}),
      .photo_problem = problem_of(visitor, problems, "photo")};
  page.frame.flash = flash;
  if (library.directory.is_stale(visitor.practice.today()))
    page.stale = say(visitor, {"contacts.stale", {{"day", text::long_day(library.directory.released)}}});
  for (const std::string_view format : {"a4", "a5", "wallet", "large"})
    page.formats.push_back(
        {Url::of("/contacts/sheet") / format, say(visitor, fmt::format("contacts.format.{}", format))});
  for (const contacts::SheetSituation& situation : current.sheet.situations)
    page.orders.push_back(order_view(visitor, situation));
  for (const contacts::Display& display : current.book.displays)
    page.displays.push_back(display_view(visitor, display, current.sheet.version));
  return page_response(visitor, render_contacts_sheet, page, status_of(problems));
}

RecipientView recipient_view(const Visitor& visitor, const Recipient& recipient, const std::string& version) {
  RecipientView view{.id = recipient.id.text(),
                     .name = recipient.name,
                     .function = recipient.function,
                     .received = say(visitor, "contacts.recipient.received-never"),
                     .read = say(visitor, "contacts.recipient.read-never"),
                     .has_read = contacts::has_acknowledged(recipient, version)};
  const std::optional<contacts::Receipt> received = contacts::last_received(recipient, version);
  // Known by its reading alone, unless a delivery says how.
  if (received)
    view.received = say(visitor, {"contacts.recipient.received-read", {{"day", text::long_day(received->day)}}});
  for (const contacts::Delivery& delivery : recipient.deliveries) {
    const std::string day = text::long_day(delivery.delivered_on);
    if (!received) view.received = say(visitor, {"contacts.recipient.received-old", {{"day", day}}});
    if (delivery.version == version)
      view.received = say(
          visitor, {"contacts.recipient.received",
                    {{"day", day}, {"means", say(visitor, fmt::format("contacts.means.{}", name(delivery.means)))}}});
  }
  for (const contacts::Acknowledgement& each : recipient.acknowledgements) {
    if (each.version != version) continue;
    const std::string day = text::long_day(each.acknowledged_on);
    view.read = each.told_by.empty() ? say(visitor, {"contacts.recipient.read", {{"day", day}}})
                                     : say(visitor, {"contacts.recipient.told", {{"day", day}, {"who", each.told_by}}});
  }
  return view;
}

Url mail_address(const Visitor& visitor, const CurrentContacts& current) {
  const documents::ContactMail mail =
      documents::contact_mail(current.sheet, visitor.practice.today(), texts_of(visitor));
  return mail_url(documents::mail_addresses(current.book), mail.subject, mail.body);
}

SelectField means_field(const Visitor& visitor, std::string_view chosen) {
  SelectField field{.name = "means", .label = say(visitor, "contacts.delivery.means")};
  for (const auto means :
       {contacts::DeliveryMeans::paper, contacts::DeliveryMeans::email, contacts::DeliveryMeans::phone}) {
    const std::string value{contacts::name(means)};
    field.choices.push_back({value, say(visitor, "contacts.means." + value), value == chosen});
  }
  return field;
}

// What the forms of the page hold when one of them came back with problems.
struct ShareForms {
  actions::RecipientForm person;
  actions::DeliveryForm delivery;
};

Result<http::Response> render_share(Visitor& visitor, const ShareForms& forms, const FieldProblems& problems,
                                    std::string_view flash) {
  const auto current = TRY(actions::current_contacts(visitor.practice));
  const std::string today = to_iso(visitor.practice.today());
  SharePage page{.frame = make_frame(visitor, Section::contacts, say(visitor, "contacts.page.share-title")),
                 .version = current.sheet.version,
                 .files = {},
                 .mail = mail_address(visitor, current),
                 .codes = {},
                 .problems = problem_list(visitor, problems),
                 .recipients = {},
                 .person_fields = {form_field(visitor, problems, "name", say(visitor, "contacts.recipient.name"), "",
                                              forms.person.name),
                                   form_field(visitor, problems, "function",
                                              say(visitor, "contacts.recipient.function"), "", forms.person.function),
                                   form_field(visitor, problems, "email", say(visitor, "contacts.recipient.email"), "",
                                              forms.person.email, "email")},
                 .means = means_field(visitor, forms.delivery.means),
                 .delivery_fields = {form_field(visitor, problems, "day", say(visitor, "contacts.delivery.day"), "",
                                                forms.delivery.day.empty() ? today : forms.delivery.day, "date")}};
  page.frame.flash = flash;
  for (const std::string_view file : {"vcard3", "vcard4", "html", "eml"})
    page.files.push_back({Url::of("/contacts/files") / file, say(visitor, fmt::format("contacts.file.{}", file))});
  for (const contacts::Contact& contact : current.book.contacts)
    page.codes.push_back(
        {contact.id.text(), contact.name, say(visitor, {"contacts.form.qr", {{"name", contact.name}}})});
  for (const Recipient& recipient : current.book.recipients)
    page.recipients.push_back(recipient_view(visitor, recipient, current.sheet.version));
  return page_response(visitor, render_contacts_share, page, status_of(problems));
}

http::Response to_sheet() { return http::Response::see_other("/contacts/sheet?saved=1"); }
http::Response to_share() { return http::Response::see_other("/contacts/share?saved=1"); }

}  // namespace

Result<http::Response> show_contact_sheet(Visitor& visitor, const http::Request& request) {
  return render_sheet(visitor, {}, {}, saved_flash(visitor, request, "contacts.saved"));
}

Result<http::Response> save_display(Visitor& visitor, const http::Request&, const http::Form& sent) {
  const actions::DisplayForm form{field_of(sent, "place"), field_of(sent, "displayed_by"),
                                  field_of(sent, "displayed_on"), file_of(sent, "photo")};
  const auto problems = TRY(actions::add_display(visitor.practice, form));
  if (!problems.empty()) return render_sheet(visitor, form, problems, "");
  return to_sheet();
}

Result<http::Response> remove_display(Visitor& visitor, const http::Request& request, const http::Form&) {
  const auto id = TRY(id_in<contacts::DisplayId>(request, "display"));
  TRY(actions::remove_display(visitor.practice, id));
  return to_sheet();
}

Result<http::Response> show_contact_share(Visitor& visitor, const http::Request& request) {
  return render_share(visitor, {}, {}, saved_flash(visitor, request, "contacts.saved"));
}

Result<http::Response> save_recipient(Visitor& visitor, const http::Request&, const http::Form& sent) {
  const actions::RecipientForm form{field_of(sent, "name"), field_of(sent, "function"), field_of(sent, "email")};
  const auto problems = TRY(actions::add_recipient(visitor.practice, form));
  if (!problems.empty()) return render_share(visitor, {form, {}}, problems, "");
  return to_share();
}

Result<http::Response> remove_recipient(Visitor& visitor, const http::Request& request, const http::Form&) {
  const auto id = TRY(id_in<contacts::RecipientId>(request, "recipient"));
  TRY(actions::remove_recipient(visitor.practice, id));
  return to_share();
}

Result<http::Response> save_delivery(Visitor& visitor, const http::Request&, const http::Form& sent) {
  actions::DeliveryForm form;
  for (const std::string_view recipient : sent.fields.all("recipient")) form.recipients.emplace_back(recipient);
  form.means = field_of(sent, "means");
  form.day = field_of(sent, "day");
  const auto problems = TRY(actions::record_delivery(visitor.practice, form));
  if (!problems.empty()) return render_share(visitor, {{}, form}, problems, "");
  return to_share();
}

Result<http::Response> save_acknowledgement(Visitor& visitor, const http::Request& request, const http::Form& sent) {
  const auto id = TRY(id_in<contacts::RecipientId>(request, "recipient"));
  const actions::AcknowledgementForm form{field_of(sent, "version"), field_of(sent, "how") == "in-person",
                                          field_of(sent, "told_by"), ""};
  const auto problems = TRY(actions::acknowledge(visitor.practice, id, form));
  if (!problems.empty()) return render_share(visitor, {}, problems, "");
  return to_share();
}

Result<http::Response> send_contact_sheet_pdf(Visitor& visitor, const http::Request& request) {
  const auto format = documents::parse_sheet_format(request.parameter("format"));
  if (!format) return no_such_page();
  auto file = TRY(actions::contact_sheet_file(visitor.practice, *format));
  return http::Response::download(std::move(file.bytes), file.media_type, file.name);
}

Result<http::Response> send_contact_file(Visitor& visitor, const http::Request& request) {
  const auto kind = actions::parse_contact_file(request.parameter("file"));
  if (!kind) return no_such_page();
  auto file = TRY(actions::contact_file(visitor.practice, *kind));
  return http::Response::download(std::move(file.bytes), file.media_type, file.name);
}

}  // namespace garde::web
