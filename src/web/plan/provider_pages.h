// Asking the provider about the backups, and entering what the provider replied.
#pragma once

#include <optional>

#include "actions/plan/attestation.h"
#include "http/request.h"
#include "web/page/form.h"
#include "web/page/frame.h"

namespace garde::web {

struct DocumentLink {
  Url address;
  std::string name;
  std::string digest;
};

struct AttestationRow {
  std::string received;
  std::string by;
  std::string summary;
  std::optional<DocumentLink> document;
};

struct RequestPage {
  Frame frame;
  Url mail;  // opens the person's own mail program
  std::string letter;
  std::vector<AttestationRow> attestations;
};

struct ReplyView {
  std::string name;    // the claim
  std::string anchor;  // the same, as an id of the page
  std::string question;
  std::vector<Choice> options;
  bool dated = false;
  std::string day;
  std::string day_label;
  std::string detail;
  std::string detail_label;
};

struct DataSetReplies {
  std::string title;
  std::vector<ReplyView> replies;
};

struct AttestationPage {
  Frame frame;
  ProblemList problems;
  std::vector<FormField> fields;
  std::vector<DataSetReplies> data_sets;
  std::string document_hint;
};

Result<http::Response> show_provider_request(Visitor& visitor, const http::Request& request);
Result<http::Response> show_new_attestation(Visitor& visitor, const http::Request& request);
Result<http::Response> save_attestation(Visitor& visitor, const http::Request& request, const http::Form& sent);
Result<http::Response> send_document(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
