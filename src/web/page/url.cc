#include "web/page/url.h"

#include <algorithm>

#include <fmt/format.h>

namespace garde::web {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_unreserved(char c) {
  return is_letter_or_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
}
bool is_url_character(char c) {
  return is_unreserved(c) || std::string_view(":/?#[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

bool has_host(std::string_view text, std::string_view scheme) {
  return text.starts_with(scheme) && text.size() > scheme.size() && is_letter_or_digit(text[scheme.size()]);
}

bool leads_somewhere_allowed(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == '?' || text.front() == '#') return true;
  if (text.front() == '/') return !text.starts_with("//");  // "//host" is an address on another host
  // Without an address the mail program asks for one (RFC 6068, 2).
  if (text.starts_with("mailto:")) return text.starts_with("mailto:?") || text.find('@') != std::string_view::npos;
  if (text.starts_with("sms:?body=")) return true;  // the recipient is chosen there (RFC 5724)
  if (text.starts_with("tel:")) return text.size() > std::string_view("tel:").size();
  return has_host(text, "https://") || has_host(text, "http://");
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), is_url_character) || !leads_somewhere_allowed(text))
    return Error{ErrorKind::invalid_input, std::string(text.substr(0, 200)), std::nullopt,
                 "expected a path of ours or an https, http, mailto, sms or tel address"};
  return Url(std::string(text));
}

Url Url::of(std::string_view text) {
  auto url = parse(text);
  GARDE_CHECK(url.has_value());
  return std::move(url).take();
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[byte >> 4U];
    encoded += digits[byte & 15U];
  }
  return encoded;
}

Url mail_url(const std::vector<std::string>& to, std::string_view subject, std::string_view body) {
  std::string addresses;
  for (const std::string& address : to) {
    // The last "@" parts the name from the domain, and it alone stands as it is (RFC 6068, 2).
    const std::size_t at = address.rfind('@');
    GARDE_CHECK(at != std::string::npos);
    if (!addresses.empty()) addresses += ',';
    addresses += percent_encoded(address.substr(0, at)) + "@" + percent_encoded(address.substr(at + 1));
  }
  std::string lines;  // end with CRLF (RFC 6068, 5)
  for (const char c : body) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return Url::of(
      fmt::format("mailto:{}?subject={}&body={}", addresses, percent_encoded(subject), percent_encoded(lines)));
}

}  // namespace garde::web
