// Who can enter what: the tools, their accounts, the people; what to do when somebody leaves.
#pragma once

#include <optional>

#include "actions/accesses.h"
#include "http/request.h"
#include "web/frame.h"

namespace garde::web {

// A choice among several in a <select>.
struct Choice {
  std::string value;
  std::string title;
  bool selected = false;
};
struct SelectField {
  std::string name;
  std::string label;
  std::string hint;
  std::vector<Choice> choices;
  std::string problem;
};
struct TickBox {
  std::string id;  // on the page
  std::string name;
  std::string value;
  std::string label;
  bool checked = false;
};

struct ProblemList {
  std::vector<std::string> sentences;
};

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

struct DepartureView {
  std::string text;
  std::string why;  // what it opens, or empty
};

struct PersonPage {
  Frame frame;
  Url address;
  Url sheet;
  std::string name;
  ProblemList problems;
  std::vector<FormField> fields;
  std::vector<SelectField> choices;
  FormField left_on;
  std::vector<DepartureView> steps;
};

// The account as a person calls it: "Messagerie (Mailo), cabinet".
std::string access_name(const Visitor& visitor, const accounts::Register& known, const accounts::Access& access);
std::string tool_title(const Visitor& visitor, const accounts::UsedTool& tool);  // "Messagerie"

http::Response show_register(Visitor& visitor, const http::Request& request);
http::Response add_tool(Visitor& visitor, const http::Request& request);
http::Response add_person(Visitor& visitor, const http::Request& request);
http::Response save_review(Visitor& visitor, const http::Request& request);
http::Response show_tool(Visitor& visitor, const http::Request& request);
http::Response save_tool(Visitor& visitor, const http::Request& request);
http::Response add_access(Visitor& visitor, const http::Request& request);
http::Response save_access(Visitor& visitor, const http::Request& request);
http::Response show_person(Visitor& visitor, const http::Request& request);
http::Response save_person(Visitor& visitor, const http::Request& request);
http::Response send_departure_sheet(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
