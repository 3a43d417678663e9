// Where an account belongs, from the addresses an export gives for it.
#pragma once

#include <string>
#include <string_view>

namespace garde::accounts {

struct Site {
  std::string address;     // scheme, host and path: what may be shown; an address can carry a password or a token
  std::string host;        // "mail.exemple.fr" in lower case, without "www."; may be empty. An application's is that of
                           // its package: "agenda.fr" of fr.agenda
  std::string domain;      // "exemple.fr", what somebody registered; the host where nobody did, as in one's own network
  std::string port;        // when it is not that of the scheme: another service, and maybe another account
  std::string label;       // "exemple": what people call it
  bool is_public = false;  // the domain is one under a suffix of the public list
  bool clear_text = false;  // http, and not to a machine of one's own network, where nothing else is offered
};

Site site_of(std::string_view url);

}  // namespace garde::accounts
