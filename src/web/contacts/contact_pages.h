// Whom to call: the list, one contact, and the public services. The sheet and who has it: contact_sharing_pages.h.
#pragma once

#include <optional>

#include "actions/contacts/contacts.h"
#include "http/request.h"
#include "web/page/form.h"
#include "web/page/frame.h"

namespace garde::web {

struct ContactClaimView {
  std::string title;
  std::string proof_id;  // "none", "declared", "attested"
  std::string proof;
  std::string note;
  bool done = false;
};

struct CallNumberView {
  Url address;
  std::string shown;
  std::string label;
};

struct ContactCardView {
  Url address;
  std::string role;
  std::string name;
  std::string organisation;
  std::vector<CallNumberView> numbers;
  std::string email;
  std::string hours;
  std::string called;
  std::string next;
  bool due = false;
};

struct PublicServiceView {
  std::string name;
  std::string what_for;
  std::string hours;
  std::vector<CallNumberView> numbers;
  std::optional<Url> url;
  std::string url_name;
  std::string checked;
};

struct ContactsPage {
  Frame frame;
  std::string stale;  // the directory's warning, or empty
  std::vector<ContactClaimView> claims;
  bool ready = false;  // somebody to call first is there: the sheet is worth printing
  SelectField role;
  std::vector<FormField> first_fields;
  ProblemList problems;
  std::vector<ContactCardView> contacts;
  std::vector<Link> suggestions;  // roles that nobody is written down for
  std::vector<PublicServiceView> services;
  SelectField region;
  FormField kit_address;
};

struct PastCall {
  std::string line;
};

struct ContactPage {
  Frame frame;
  std::string title;
  Url action;  // where the form goes
  ProblemList problems;
  SelectField role;
  std::vector<FormField> fields;  // name, organisation, first number
  std::vector<FormField> more;    // the rest
  bool more_open = false;
  bool exists = false;
  std::string id;
  std::string name;
  std::string qr_name;
  SelectField outcome;
  std::vector<FormField> call_fields;
  std::vector<PastCall> calls;
};

Result<http::Response> show_contacts(Visitor& visitor, const http::Request& request);
Result<http::Response> save_first_contact(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> save_contact_settings(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> show_new_contact(Visitor& visitor, const http::Request& request);
Result<http::Response> save_new_contact(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> show_contact(Visitor& visitor, const http::Request& request);
Result<http::Response> save_contact(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> save_contact_call(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> remove_contact(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> send_contact_qr(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
