// The e-mail that shares the sheet: its words, and a file that a mail program opens as a draft.
#pragma once

#include <string>
#include <vector>

#include "contacts/sheet.h"
#include "text/catalogue.h"

namespace garde::documents {

struct ContactMail {
  std::string subject;
  std::string body;  // plain text, lines separated by newlines
};
ContactMail contact_mail(const contacts::Sheet& sheet, Date day, const text::Catalogue& texts);

struct MailAttachment {
  std::string file_name;   // ASCII
  std::string media_type;  // "application/pdf"
  std::string bytes;
};

// Internet Message Format (RFC 5322) with MIME parts; X-Unsent asks the mail program to open it as a draft. The same
// arguments give the same bytes.
std::string contact_eml(const ContactMail& mail, const std::vector<std::string>& to, Instant date,
                        const std::vector<MailAttachment>& attachments);

// The addresses of the people who must have the sheet, in the order of the list.
std::vector<std::string> mail_addresses(const contacts::ContactBook& book);

}  // namespace garde::documents
