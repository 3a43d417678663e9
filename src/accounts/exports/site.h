// Where an account belongs, from the addresses an export gives for it.
#pragma once

#include <string>
#include <string_view>

namespace garde::accounts {

struct Site {
  std::string address;      // scheme, host and path: what may be shown; an address can carry a password or a token
  std::string host;         // "mail.exemple.fr" in lower case, without "www."; an application's package; may be empty
  std::string label;        // "exemple": what people call it
  bool clear_text = false;  // http, and not to a machine of one's own network, where nothing else is offered
};

Site site_of(std::string_view url);

}  // namespace garde::accounts
