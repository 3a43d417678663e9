// The journal of an incident, and its end.
#pragma once

#include "web/incident/incident_frame.h"

namespace garde::web {

struct EntryView {
  std::string number;
  std::string title;
  std::string fact;
  std::string entered;  // when it differs from the fact
  std::string author;
  std::string words;
  std::vector<std::string> lost;  // attachments that are no longer there, a sentence each
};
struct JournalPage {
  IncidentFrame frame;
  Url note_address;
  std::string text;
  std::string fact;
  std::string author;
  std::string witness;
  Url witness_code;  // an image
  Url witness_mail;
  Url witness_sms;
  Url witness_address;
  std::vector<EntryView> entries;  // the newest first
  Url import_address;
  std::string import_typed;
  Url export_address;
  bool export_is_large = false;
  std::vector<std::string> timestamps;
  Url timestamp_request;
  Url timestamp_address;
};

struct ClosePage {
  IncidentFrame frame;
  std::string closed;  // how and when it ended; empty while it is open
  Url report_pdf;
  Url export_address;
  std::vector<std::string> lessons;
  Url lesson_address;
  std::string lesson;
  std::vector<Choice> answers;  // good answers of the diagnostic that may have been wrong
  Url answers_address;
  Url close_address;
  std::vector<Choice> criteria;
  std::string text;
};

Result<http::Response> show_journal(Visitor& visitor, const http::Request& request);
Result<http::Response> save_note(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> import_kit_notes(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_timestamp(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> send_witness_pdf(Visitor& visitor, const http::Request& request);
Result<http::Response> show_close(Visitor& visitor, const http::Request& request);
Result<http::Response> save_lesson(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> lower_answers(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_closing(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
