// One person of the register, and what is to be closed when she or he leaves.
#pragma once

#include <string>
#include <vector>

#include "http/request.h"
#include "web/accounts/register_fields.h"
#include "web/page/frame.h"

namespace garde::web {

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

Result<http::Response> show_person(Visitor& visitor, const http::Request& request);
Result<http::Response> save_person(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> send_departure_sheet(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
