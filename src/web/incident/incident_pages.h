// Opening an incident, its first screen, the exercise, the register.
#pragma once

#include "web/incident/incident_frame.h"

namespace garde::web {

struct SituationView {
  std::string id;
  std::string title;
  std::string help;
};
struct PastIncident {
  Url address;
  std::string opened;
  std::string title;
  std::string state;
};
struct StartPage {
  Frame frame;
  std::optional<PastIncident> open;
  std::vector<SituationView> situations;
  std::vector<PastIncident> past;
};

struct NumberView {
  std::string name;
  std::string reach;
  std::optional<Url> address;
};
struct FirstStepsPage {
  IncidentFrame frame;
  std::vector<std::string> first_steps;
  std::vector<NumberView> numbers;
  Url done;
};

Result<http::Response> show_incident_start(Visitor& visitor, const http::Request& request);
Result<http::Response> show_exercise(Visitor& visitor, const http::Request& request);
Result<http::Response> go_to_exercise(Visitor& visitor, const http::Request& request);
Result<http::Response> open_new_incident(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> show_first_steps(Visitor& visitor, const http::Request& request);
Result<http::Response> note_first_steps(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> send_register_pdf(Visitor& visitor, const http::Request& request);
Result<http::Response> send_register_csv(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
