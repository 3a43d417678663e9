#include "web/page/url.h"

#include <fmt/format.h>

namespace garde::web {
namespace {

// All but unreserved characters and these.
std::string encoded_but(std::string_view kept, std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (url_text::is_unreserved(c) || kept.find(c) != std::string_view::npos)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

// What stands before the last "@" may hold another one, quoted; an address without any is none.
std::string mail_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return "";
  return percent_encoded(address.substr(0, at)) + '@' + percent_encoded(address.substr(at + 1));
}

// Lines end with CRLF in a mail address (RFC 6068, 5).
std::string mail_lines(std::string_view text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return lines;
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  if (!is_url_text(text))
    return Error{ErrorKind::invalid_input, std::string(text.substr(0, 200)), std::nullopt,
                 "expected a path of ours or an https, http, mailto, sms or tel address"};
  return Url(std::string(text));
}

Url Url::operator/(std::string_view segment) const { return Url(text_ + '/' + percent_encoded(segment)); }

Url mail_url(const std::vector<std::string>& to, std::string_view subject, std::string_view body) {
  std::string addresses;
  for (const std::string& one : to) {
    const std::string address = mail_address(one);
    if (!addresses.empty() && !address.empty()) addresses += ',';
    addresses += address;
  }
  return Url(fmt::format("mailto:{}?subject={}&body={}", addresses, percent_encoded(subject),
                         percent_encoded(mail_lines(body))));
}

Url sms_url(std::string_view body) { return Url("sms:?body=" + percent_encoded(body)); }

Url tel_url(std::string_view number) { return Url("tel:" + encoded_but("+*", number)); }

std::string percent_encoded(std::string_view text) { return encoded_but("", text); }

}  // namespace garde::web
