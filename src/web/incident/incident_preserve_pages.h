// Preserve and prioritise: what must not be done too early, and what comes back first.
#pragma once

#include "web/incident/incident_traces_pages.h"

namespace garde::web {

struct MissingView {
  std::string id;
  std::string title;
};
struct GateCard {
  std::string id;
  std::string title;
  std::string why;
  std::string state;
  std::string state_word;
  std::vector<MissingView> missing;
  std::string overridden;  // the reason
  bool closed = false;
  Url address;
  std::string typed;
  std::string typed_reason;
};
struct PreconditionView {
  std::string id;
  std::string title;
  std::string asks;
  std::string recorded;
  std::string when;
  std::string typed;
  Url address;
};
struct PreservePage {
  IncidentFrame frame;
  std::vector<GateCard> gates;
  std::vector<PreconditionView> preconditions;
  TracesPage traces;
  std::string phrase_label;
  Url next;
};

struct BoardServiceView {
  std::string id;
  std::string rank;
  std::string title;
  std::string state;
  std::string state_label;
  std::vector<Choice> states;
  std::string hold;
  std::string recovery;
  std::string who;
  std::string procedure;
  std::string back;
  std::string reentry;
  bool reentered = false;
};
struct PrioritisePage {
  IncidentFrame frame;
  std::vector<BoardServiceView> rows;
  Url action;
  Url next;
};

Result<http::Response> show_preserve(Visitor& visitor, const http::Request& request);
Result<http::Response> save_precondition(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_override(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> show_prioritise(Visitor& visitor, const http::Request& request);
Result<http::Response> save_services(Visitor& visitor, const http::Request& request, const http::Form& form);

// "On peut tenir 1 h", "Retour mesuré…": what the board says of a service, on every page.
std::string hold_words(const Visitor& visitor, const incident::BoardRow& row);
std::string recovery_words(const Visitor& visitor, const incident::BoardRow& row);

}  // namespace garde::web
