// Before an incident: the kit on paper and on the phone, and the recovery board in peacetime.
#pragma once

#include "web/incident/incident_frame.h"

namespace garde::web {

struct KitPage {
  Frame frame;
};

struct PhoneContact {
  std::string name;
  std::string reach;
  std::string when;
  std::optional<Url> address;
};
struct PhoneService {
  std::string title;
  std::string hold;
  std::string procedure;
};
// The file for a phone: shows itself without a network.
struct PhoneKit {
  std::string practice;
  std::string day;
  std::vector<std::string> first_steps;
  std::vector<PhoneContact> contacts;
  std::vector<PhoneService> services;
  std::string storage_key;  // where the page keeps its notes
};

struct BoardService {
  std::string id;
  std::string rank;
  std::string title;
  std::string why;
  std::string needs;
  std::string hold;
  std::string recovery;
  std::string too_slow;
  std::string hours;
  std::string place;
  std::string who;
  std::string procedure;
};
struct RecoveryBoardPage {
  Frame frame;
  ProblemList problems;
  std::vector<BoardService> rows;
  std::vector<BoardService> unused;
};

Result<http::Response> show_kit(Visitor& visitor, const http::Request& request);
Result<http::Response> send_kit_pdf(Visitor& visitor, const http::Request& request);
Result<http::Response> send_kit_html(Visitor& visitor, const http::Request& request);
Result<http::Response> send_degraded_pdf(Visitor& visitor, const http::Request& request);
Result<http::Response> show_recovery_board(Visitor& visitor, const http::Request& request);
Result<http::Response> save_recovery_board(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
