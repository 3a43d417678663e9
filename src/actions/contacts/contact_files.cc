#include "actions/contacts/contact_files.h"

#include <array>

#include <fmt/format.h>

#include "documents/contacts/contact_card.h"
#include "documents/contacts/contact_ics.h"
#include "documents/contacts/contact_phone_page.h"

namespace garde::actions {
namespace {

struct Kind {
  ContactFile file;
  std::string_view name;
  std::string_view ending;
  std::string_view media_type;
};
constexpr std::array kKinds = {
    Kind{ContactFile::vcard3, "vcard3", "vcf", "text/vcard; charset=utf-8"},
    Kind{ContactFile::vcard4, "vcard4", "vcf", "text/vcard; charset=utf-8"},
    Kind{ContactFile::html, "html", "html", "text/html; charset=utf-8"},
    Kind{ContactFile::eml, "eml", "eml", "message/rfc822"},
    Kind{ContactFile::ics, "ics", "ics", "text/calendar; charset=utf-8"},
};

std::string file_name(const Practice& practice, std::string_view ending) {
  return fmt::format("{}-{}.{}", practice.library().texts.sentence("contacts.file.name"), to_iso(practice.today()),
                     ending);
}

Result<std::string> mail_of(const Practice& practice, const CurrentContacts& current) {
  const Library& library = practice.library();
  const Date today = practice.today();
  const std::string pdf =
      TRY(documents::contact_sheet_pdf(current.sheet, documents::SheetFormat::a4, today, library.texts));
  const std::vector<documents::MailAttachment> attachments = {
      {file_name(practice, "pdf"), "application/pdf", pdf},
      {file_name(practice, "vcf"), "text/vcard; charset=utf-8",
       documents::contact_cards(current.book, library.directory, documents::CardVersion::v3, library.texts)},
      {file_name(practice, "html"), "text/html; charset=utf-8",
       documents::contact_phone_page(current.sheet, today, library.texts)}};
  return documents::contact_eml(documents::contact_mail(current.sheet, today, library.texts),
                                documents::mail_addresses(current.book), practice.now(), attachments);
}

Result<std::string> bytes_of(Practice& practice, ContactFile file) {
  const CurrentContacts current = TRY(current_contacts(practice));
  const Library& library = practice.library();
  switch (file) {
    case ContactFile::vcard3:
      return documents::contact_cards(current.book, library.directory, documents::CardVersion::v3, library.texts);
    case ContactFile::vcard4:
      return documents::contact_cards(current.book, library.directory, documents::CardVersion::v4, library.texts);
    case ContactFile::html: return documents::contact_phone_page(current.sheet, practice.today(), library.texts);
    case ContactFile::eml: return mail_of(practice, current);
    case ContactFile::ics:
      return documents::contact_ics(current.book, library.claims, practice.now(), practice.today(), library.texts);
  }
  fail_check("a ContactFile outside its enum", __FILE__, __LINE__);
}

}  // namespace

Result<ContactFileBytes> contact_sheet_file(Practice& practice, documents::SheetFormat format) {
  const CurrentContacts current = TRY(current_contacts(practice));
  std::string bytes =
      TRY(documents::contact_sheet_pdf(current.sheet, format, practice.today(), practice.library().texts));
  return ContactFileBytes{file_name(practice, fmt::format("{}.pdf", documents::name(format))), "application/pdf",
                          std::move(bytes)};
}

std::optional<ContactFile> parse_contact_file(std::string_view text) {
  for (const Kind& kind : kKinds)
    if (kind.name == text) return kind.file;
  return std::nullopt;
}

Result<ContactFileBytes> contact_file(Practice& practice, ContactFile file) {
  std::string bytes = TRY(bytes_of(practice, file));
  for (const Kind& kind : kKinds)
    if (kind.file == file)
      return ContactFileBytes{file_name(practice, kind.ending), std::string(kind.media_type), std::move(bytes)};
  fail_check("a ContactFile outside its table", __FILE__, __LINE__);
}

}  // namespace garde::actions
