#include "documents/contacts/contact_card.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/utf8.h"
#include "documents/content_lines.h"

namespace garde::documents {
namespace {

using contacts::Contact;
using contacts::Phone;

bool is_mobile(const Phone& phone) {
  return phone.dialled.starts_with("+336") || phone.dialled.starts_with("+337") || phone.shown.starts_with("06");
}

std::string phone_line(const Phone& phone, bool preferred, CardVersion version) {
  const std::string_view type = is_mobile(phone) ? "cell" : "work";
  // A short number is no address of its own: a URI would need to say in which country.
  const bool full = phone.dialled.starts_with('+');
  if (version == CardVersion::v4) {
    const std::string start = fmt::format("TEL;TYPE=\"{},voice\"{}", type, preferred ? ";PREF=1" : "");
    return full ? fmt::format("{};VALUE=uri:{}", start, contacts::tel_uri(phone))
                : fmt::format("{}:{}", start, phone.dialled);
  }
  std::string upper{type};
  std::ranges::transform(upper, upper.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  return fmt::format("TEL;TYPE={},VOICE{}:{}", upper, preferred ? ",PREF" : "", phone.dialled);
}

class Card {
 public:
  explicit Card(CardVersion version) : version_(version) {
    line("BEGIN:VCARD");
    line(version == CardVersion::v4 ? "VERSION:4.0" : "VERSION:3.0");
  }
  void name(const std::string& name, bool is_person) {
    if (version_ == CardVersion::v4) line(is_person ? "KIND:individual" : "KIND:org");
    line("FN:" + escaped_content(name));
    // Nobody told us which word is the family name: all of them are, so that a phone shows the name as it was written.
    line(fmt::format("N:{};;;;", escaped_content(name)));
  }
  void text(std::string_view property, const std::string& value) {
    if (!value.empty()) line(fmt::format("{}:{}", property, escaped_content(value)));
  }
  void line(std::string_view line) { add_content_line(lines_, line); }
  void phone(const Phone& phone, bool preferred) { line(phone_line(phone, preferred, version_)); }
  void email(const std::string& address) {
    if (!address.empty()) line(fmt::format("EMAIL{}:{}", version_ == CardVersion::v3 ? ";TYPE=INTERNET" : "", address));
  }
  void uid(const std::string& uid) {
    line(fmt::format("UID{}:{}", version_ == CardVersion::v4 ? ";VALUE=text" : "", uid));
  }
  std::string finish() && {
    line("END:VCARD");
    return std::move(lines_);
  }

 private:
  CardVersion version_;
  std::string lines_;
};

std::string note_of(const Contact& contact, const contacts::Role* role, const text::Catalogue& texts) {
  std::string note;
  const auto add = [&](const std::string& line) {
    if (!note.empty()) note += '\n';
    note += line;
  };
  if (!contact.hours.empty()) add(texts.sentence({"contacts.hours-line", {{"hours", contact.hours}}}));
  const std::string say = contact.say.empty() && role != nullptr ? role->say : contact.say;
  if (!say.empty()) add(texts.sentence({"contacts.say-line", {{"say", say}}}));
  if (!contact.reference.empty() && role != nullptr) add(role->reference + "\u00A0: " + contact.reference);
  for (const contacts::ContactPhone& phone : contact.phones)
    if (!phone.label.empty()) add(fmt::format("{}\u00A0: {}", phone.label, phone.phone.shown));
  return note;
}

std::string service_card(const contacts::Service& service, CardVersion version, const text::Catalogue& texts) {
  Card card(version);
  card.name(service.name, false);
  card.text("ORG", service.name);
  if (service.phone) card.phone(*service.phone, true);
  card.email(service.email);
  card.text("NOTE", service.what_for);
  if (!service.url.empty()) card.line("URL:" + service.url);
  card.text("CATEGORIES", texts.sentence("contacts.card.category"));
  card.uid("garde-service-" + service.id.text());
  return std::move(card).finish();
}

// REV: 20261123T090000Z
std::string revision(Instant changed_at) {
  std::string iso = to_iso(std::chrono::floor<std::chrono::seconds>(changed_at));
  std::erase_if(iso, [](char c) { return c == '-' || c == ':'; });
  return iso.substr(0, 15) + "Z";
}

}  // namespace

std::string contact_card(const Contact& contact, const contacts::Directory& directory, CardVersion version,
                         const text::Catalogue& texts) {
  const contacts::Role* role = directory.role(contact.role);
  Card card(version);
  card.name(contact.name, true);
  card.text("ORG", contact.organisation);
  if (role != nullptr) card.text("ROLE", role->title);
  for (const contacts::ContactPhone& phone : contact.phones) card.phone(phone.phone, &phone == contact.phones.data());
  card.email(contact.email);
  card.text("NOTE", note_of(contact, role, texts));
  card.text("CATEGORIES", texts.sentence("contacts.card.category"));
  card.line("REV:" + revision(contact.changed_at));
  card.uid("garde-contact-" + contact.id.text());
  return std::move(card).finish();
}

std::string contact_cards(const contacts::ContactBook& book, const contacts::Directory& directory, CardVersion version,
                          const text::Catalogue& texts) {
  std::string cards;
  for (const Contact& contact : book.contacts) cards += contact_card(contact, directory, version, texts);
  std::set<contacts::ServiceId> named;
  for (const contacts::Situation& situation : directory.situations)
    for (const contacts::SituationCall& call : situation.calls)
      if (call.service) named.insert(*call.service);
  for (const contacts::Service& service : directory.services)
    if (named.contains(service.id) && contacts::serves(service, book.region))
      cards += service_card(service, version, texts);
  return cards;
}

std::string contact_card_for_qr(const Contact& contact) {
  constexpr std::size_t kMaxQrName = 80;  // code points: two of them and five numbers stay under kMaxQrCard
  Card card(CardVersion::v3);
  card.name(std::string(first_code_points(contact.name, kMaxQrName)), true);
  card.text("ORG", std::string(first_code_points(contact.organisation, kMaxQrName / 2)));
  for (const contacts::ContactPhone& phone : contact.phones) card.phone(phone.phone, &phone == contact.phones.data());
  if (contact.email.size() <= kMaxQrName) card.email(contact.email);
  return std::move(card).finish();
}

}  // namespace garde::documents
