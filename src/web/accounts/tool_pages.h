// One tool of the register: its rules, its accounts, who uses each and what resets it.
#pragma once

#include <string>
#include <vector>

#include "http/request.h"
#include "web/accounts/register_fields.h"
#include "web/page/frame.h"

namespace garde::web {

struct RuleView {
  std::string text;
  std::string title;
  Url address;
  std::string checked;
};

struct AccessView {
  std::string id;  // of its form on the page
  Url address;     // where it is saved
  std::string label;
  std::string summary;
  std::string state_id;
  std::string second_factor;
  bool open = false;
  std::vector<FormField> fields;
  SelectField second_factor_choice;
  TickBox shared;
  std::vector<TickBox> holders;
  std::vector<TickBox> recovery_accesses;
};

struct ToolPage {
  Frame frame;
  Url address;
  std::string title;
  ProblemList problems;
  std::vector<std::string> facts;  // how one enters, which second factors exist
  std::vector<RuleView> rules;
  std::vector<AccessView> accesses;
  AccessView new_access;
  bool has_people = false;
  std::vector<FormField> fields;
  SelectField known;
  std::string remove;  // what the button says; empty when there is nothing to remove
};

Result<http::Response> show_tool(Visitor& visitor, const http::Request& request);
Result<http::Response> save_tool(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> add_access(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_access(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
