// The contact sheet: printed, displayed, shared, acknowledged; and everything that is downloaded of it.
#pragma once

#include <optional>

#include "actions/contacts/contact_sharing.h"
#include "web/contacts/contact_pages.h"

namespace garde::web {

struct DisplayView {
  std::string id;
  std::string place;
  std::string line;
  std::string state;
  bool outdated = false;
  std::optional<Url> photo;
};

struct OrderedCall {
  std::string line;
  std::string why;
};
struct OrderView {
  std::string title;
  std::vector<OrderedCall> calls;
};

struct SheetPage {
  Frame frame;
  std::string version;
  std::string stale;
  std::vector<Link> formats;
  std::vector<OrderView> orders;
  std::vector<DisplayView> displays;
  ProblemList problems;
  std::vector<FormField> fields;  // of a new display
  std::string photo_hint;
  std::string photo_problem;
};

struct RecipientView {
  std::string id;
  std::string name;
  std::string function;
  std::string received;
  std::string read;
  bool has_read = false;
};

struct ContactQrView {
  std::string id;
  std::string name;
  std::string alternative;
};

struct SharePage {
  Frame frame;
  std::string version;
  std::vector<Link> files;
  Url mail;
  std::vector<ContactQrView> codes;
  ProblemList problems;
  std::vector<RecipientView> recipients;
  std::vector<FormField> person_fields;
  SelectField means;
  std::vector<FormField> delivery_fields;
};

Result<http::Response> show_contact_sheet(Visitor& visitor, const http::Request& request);
Result<http::Response> save_display(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> remove_display(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> show_contact_share(Visitor& visitor, const http::Request& request);
Result<http::Response> save_recipient(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> remove_recipient(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_delivery(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> save_acknowledgement(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> send_contact_sheet_pdf(Visitor& visitor, const http::Request& request);
Result<http::Response> send_contact_file(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
