// An address a page may lead to.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace garde::web {

// A place of ours ("/plan?step=2", "?page=2", "#steps") or an address of https, http, mailto, sms or tel, as it is
// sent: everything but unreserved and reserved ASCII is percent-encoded. No other scheme: a value that reached a page
// can never be a "javascript:" that runs when it is clicked.
constexpr bool is_url_text(std::string_view text);

// An address in our own code: one that is none does not compile.
class UrlLiteral {
 public:
  consteval UrlLiteral(const char* text) : text_(text) {  // NOLINT(google-explicit-constructor): a literal, as written
    if (!is_url_text(text_)) throw "no address that a page may lead to";
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class Url {
 public:
  static Result<Url> parse(std::string_view text);
  // For addresses written in our own code. What was stored or received is a segment, or goes through parse() or one of
  // the functions below.
  static Url of(UrlLiteral literal) { return Url(std::string(literal.text())); }
  // Of a path: one more segment, whatever it holds.
  Url operator/(std::string_view segment) const;

  const std::string& text() const { return text_; }
  bool operator==(const Url&) const = default;

 private:
  friend Url mail_url(const std::vector<std::string>& to, std::string_view subject, std::string_view body);
  friend Url sms_url(std::string_view body);
  friend Url tel_url(std::string_view number);
  explicit Url(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// These are addresses whatever they are made of.
// Opens the person's own mail program on a message, ready to be sent (RFC 6068). What of `to` has no "@" is left out;
// the program asks for an address when there is none.
Url mail_url(const std::vector<std::string>& to, std::string_view subject, std::string_view body);
// A message to send; to whom is chosen there (RFC 5724).
Url sms_url(std::string_view body);
// A number to call, as it is dialled (RFC 3966).
Url tel_url(std::string_view number);

// For one segment of a path or one value of a query: everything but letters, digits and -._~ becomes %XX.
std::string percent_encoded(std::string_view text);

namespace url_text {

constexpr bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
constexpr bool is_unreserved(char c) {
  return is_letter_or_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
}
constexpr bool is_sent(char c) {
  return is_unreserved(c) || std::string_view(":/?#[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}
constexpr bool has_host(std::string_view text, std::string_view scheme) {
  return text.starts_with(scheme) && text.size() > scheme.size() && is_letter_or_digit(text[scheme.size()]);
}
constexpr bool leads_somewhere_allowed(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == '?' || text.front() == '#') return true;
  if (text.front() == '/') return !text.starts_with("//");  // "//host" is an address on another host
  if (text.starts_with("mailto:")) return text.starts_with("mailto:?") || text.find('@') != std::string_view::npos;
  if (text.starts_with("sms:?body=")) return true;
  if (text.starts_with("tel:")) return text.size() > std::string_view("tel:").size();
  return has_host(text, "https://") || has_host(text, "http://");
}

}  // namespace url_text

constexpr bool is_url_text(std::string_view text) {
  return std::ranges::all_of(text, url_text::is_sent) && url_text::leads_somewhere_allowed(text);
}

}  // namespace garde::web
