// Who can enter what, on one page: the tools, the people, what the practice has shown of them, and the review.
#pragma once

#include <string>
#include <vector>

#include "http/request.h"
#include "web/accounts/register_fields.h"
#include "web/page/frame.h"

namespace garde::web {

// One of the things that the register shows, and whether it does.
struct ShownClaim {
  std::string title;
  std::string state_id;  // "holds", "fails", "none"
  std::string state;
};

struct ToolCard {
  Url address;
  std::string title;  // "Messagerie"
  std::string name;   // "Mailo", or empty
  std::string accounts;
  std::string second_factor;
  std::string state_id;  // of the second factor, as ShownClaim
};

struct PersonRow {
  Url address;
  std::string name;
  std::string role;
  std::string accounts;
  std::string card;
  std::string left;  // "partie le …", or empty
  bool still_holds = false;
};

struct RegisterPage {
  Frame frame;
  ProblemList problems;
  std::vector<ShownClaim> claims;
  std::vector<ToolCard> tools;
  std::vector<PersonRow> people;
  std::vector<FormField> tool_fields;
  SelectField known_tool;
  std::vector<FormField> person_fields;
  SelectField card;
  std::string last_review;
  std::string incomplete;  // what a review would still leave out, or empty
  FormField reviewer;
  std::string last_audit;
};

Result<http::Response> show_register(Visitor& visitor, const http::Request& request);
Result<http::Response> add_tool(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> add_person(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_review(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
