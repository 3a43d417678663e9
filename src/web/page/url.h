// An address a page may lead to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace garde::web {

// A place of ours ("/plan?step=2", "?page=2", "#steps") or an address of https, http, mailto, sms or tel. No
// other scheme: a value that reached a page can never be a "javascript:" that runs when it is clicked.
class Url {
 public:
  // Wants the address as it is sent: everything but unreserved and reserved ASCII is percent-encoded.
  static Result<Url> parse(std::string_view text);
  // For addresses written in our own code; aborts on one that parse() refuses.
  static Url of(std::string_view text);

  const std::string& text() const { return text_; }
  bool operator==(const Url&) const = default;

 private:
  explicit Url(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// For one segment of a path or one value of a query: everything but letters, digits and -._~ becomes %XX.
std::string percent_encoded(std::string_view text);

// Opens the person's own mail program on a message, ready to be sent (RFC 6068). `to` are addresses with an "@"; the
// program asks for one when there is none.
Url mail_url(const std::vector<std::string>& to, std::string_view subject, std::string_view body);

}  // namespace garde::web
