// The sheet as files: what a page sends and a command writes.
#pragma once

#include "actions/contacts/contacts.h"
#include "documents/contacts/contact_mail.h"
#include "documents/contacts/contact_sheet.h"

namespace garde::actions {

struct ContactFileBytes {
  std::string name;  // "fiche-contacts-2026-11-26.pdf"
  std::string media_type;
  std::string bytes;
};

Result<ContactFileBytes> contact_sheet_file(Practice& practice, documents::SheetFormat format);

enum class ContactFile : std::uint8_t {
  vcard3,  // address book, as phones prefer it
  vcard4,
  html,  // the page for a phone
  eml,   // an e-mail to the team, with the sheet, the address book and the page
  ics,   // when to call again
};
std::optional<ContactFile> parse_contact_file(std::string_view text);  // "vcard3", "vcard4", "html", "eml", "ics"
Result<ContactFileBytes> contact_file(Practice& practice, ContactFile file);

}  // namespace garde::actions
