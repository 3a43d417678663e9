// What a person says about the backups: where data lives, where its copies are, how they open.
#pragma once

#include "http/request.h"
#include "web/page/form.h"
#include "web/page/frame.h"

namespace garde::web {

struct NewDestinationPage {
  Frame frame;
  ProblemList problems;
  std::vector<FormField> fields;
  std::vector<TickBox> data_sets;
  std::string data_sets_problem;
  std::vector<TickBox> facts;  // kept elsewhere, online
  std::vector<Choice> certified;
};

// A destination whose place is being looked at.
struct AdditionPage {
  Frame frame;
  std::string id;
  std::string name;
  std::string folder;
};

struct DataSetPage {
  Frame frame;
  std::string id;  // "new" for one that is not there yet
  std::string title;
  bool is_new = false;
  bool renamable = false;
  ProblemList problems;
  std::vector<FormField> fields;
  std::vector<Choice> hosting;
};

Result<http::Response> show_new_destination(Visitor& visitor, const http::Request& request);
// A job looks at the place. What came of it is shown, or after a moment the page that waits for it.
Result<http::Response> save_new_destination(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> show_addition(Visitor& visitor, const http::Request& request);
Result<http::Response> remove_destination(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_secret(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> show_data_set(Visitor& visitor, const http::Request& request);
Result<http::Response> save_data_set(Visitor& visitor, const http::Request& request, const http::Form& sent);
// A small file to put among the data.
Result<http::Response> send_canary(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
