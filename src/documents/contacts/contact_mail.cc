#include "documents/contacts/contact_mail.h"

#include <array>

#include <fmt/format.h>

#include "base/as_text.h"
#include "base/base64.h"
#include "base/utf8.h"
#include "documents/contacts/contact_text.h"

namespace garde::documents {
namespace {

constexpr std::string_view kLine = "\r\n";
// Base64 has no two hyphens: it cannot stand in a part.
constexpr std::string_view kBoundary = "--=_garde_fiche";

// In lines of 76 characters (RFC 2045, 6.8).
std::string base64_lines(std::string_view bytes) {
  constexpr std::size_t kWidth = 76;
  const std::string all = to_base64(std::as_bytes(std::span(bytes)));
  std::string lines;
  for (std::size_t at = 0; at < all.size(); at += kWidth) lines += all.substr(at, kWidth) + std::string(kLine);
  return lines;
}

// "Subject: " with encoded words (RFC 2047), none with half a character, in lines of at most 76.
std::string encoded_header(std::string_view name, std::string_view text) {
  constexpr std::size_t kWidth = 76;
  constexpr std::size_t kAround = 12;  // "=?UTF-8?B?" and "?="
  std::string words = std::string(name) + ":";
  std::size_t before = words.size() + 1;  // on the line of the next word
  while (!text.empty()) {
    const std::size_t most = (kWidth - before - kAround) / 4 * 3;
    std::size_t length = std::min(most, text.size());
    while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
    if (length == 0) length = std::min(most, text.size());  // no UTF-8: anywhere
    words += fmt::format(" =?UTF-8?B?{}?=", to_base64(std::as_bytes(std::span(text.substr(0, length)))));
    text.remove_prefix(length);
    if (!text.empty()) words += "\r\n";
    before = 1;
  }
  return words;
}

// "Thu, 26 Nov 2026 09:00:00 +0000"
std::string mail_date(Instant instant) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date day = utc_day_of(instant);
  const std::chrono::weekday weekday{std::chrono::sys_days(day)};
  return fmt::format("{}, {:02} {} {} {} +0000", kDays[weekday.c_encoding()], static_cast<unsigned>(day.day()),
                     kMonths[static_cast<unsigned>(day.month()) - 1], static_cast<int>(day.year()),
                     to_iso(instant).substr(11, 8));
}

std::string crlf(std::string_view text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? std::string(kLine) : std::string(1, c);
  return lines;
}

}  // namespace

ContactMail contact_mail(const contacts::Sheet& sheet, Date day, const text::Catalogue& texts) {
  return {texts.sentence({"contacts.mail.subject", {{"version", sheet.version}}}),
          fmt::format("{}\n\n{}\n\n{}\n", texts.sentence("contacts.mail.hello"), texts.sentence("contacts.mail.intro"),
                      contact_text(sheet, day, texts))};
}

std::string contact_eml(const ContactMail& mail, const std::vector<std::string>& to, Instant date,
                        const std::vector<MailAttachment>& attachments) {
  std::string eml;
  const auto line = [&](std::string_view text) { eml += std::string(text) + std::string(kLine); };
  line("X-Unsent: 1");
  line("Date: " + mail_date(date));
  std::vector<std::string> addresses;  // each stays within its line
  for (const std::string& address : to) addresses.push_back(visible_text(address));
  if (!addresses.empty()) line(fmt::format("To: {}", fmt::join(addresses, ",\r\n ")));
  line(encoded_header("Subject", mail.subject));
  line("MIME-Version: 1.0");
  line(fmt::format("Content-Type: multipart/mixed; boundary=\"{}\"", kBoundary));
  line("");
  line(fmt::format("--{}", kBoundary));
  line("Content-Type: text/plain; charset=utf-8");
  line("Content-Transfer-Encoding: base64");
  line("");
  eml += base64_lines(crlf(mail.body));
  for (const MailAttachment& attachment : attachments) {
    line(fmt::format("--{}", kBoundary));
    line("Content-Type: " + attachment.media_type);
    line(fmt::format("Content-Disposition: attachment; filename=\"{}\"", attachment.file_name));
    line("Content-Transfer-Encoding: base64");
    line("");
    eml += base64_lines(attachment.bytes);
  }
  line(fmt::format("--{}--", kBoundary));
  return eml;
}

std::vector<std::string> mail_addresses(const contacts::ContactBook& book) {
  std::vector<std::string> addresses;
  for (const contacts::Recipient& recipient : book.recipients)
    if (!recipient.email.empty()) addresses.push_back(recipient.email);
  return addresses;
}

}  // namespace garde::documents
