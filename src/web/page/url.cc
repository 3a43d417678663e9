#include "web/page/url.h"

#include <algorithm>

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
  if (text.starts_with("sms:?body=")) return true;  // to whom is chosen there (RFC 5724)
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

}  // namespace garde::web
