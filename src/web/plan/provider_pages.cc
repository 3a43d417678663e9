#include "web/plan/provider_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "actions/plan/plan.h"
#include "documents/plan/provider_letter.h"
#include "web/page/answers.h"
#include "web/plan/templates.h"

namespace garde::web {
namespace {

using actions::AttestationForm;

std::string summary_of(const Visitor& visitor, const evidence::Attestation& attestation) {
  std::size_t yes = 0;
  std::size_t no = 0;
  for (const evidence::AttestedReply& reply : attestation.replies) {
    yes += reply.reply == evidence::Reply::yes ? 1 : 0;
    no += reply.reply == evidence::Reply::no ? 1 : 0;
  }
  return say(visitor, {"provider.summary",
                       {{"yes", std::to_string(yes)},
                        {"no", std::to_string(no)},
                        {"unknown", std::to_string(attestation.replies.size() - yes - no)}}});
}

AttestationRow row_of(const Visitor& visitor, const actions::ReceivedAttestation& received) {
  AttestationRow row{text::short_day(received.attestation.received_on), received.attestation.attested_by,
                     summary_of(visitor, received.attestation), std::nullopt};
  if (received.document)
    row.document = DocumentLink{Url::of("/documents") / received.document->id.text(), received.document->file_name,
                                "SHA-256 " + received.document->sha256.hex()};
  return row;
}

ReplyView reply_view(const Visitor& visitor, const plan::Aspect& aspect, const plan::RequestedReply& asked,
                     const AttestationForm& form) {
  const std::string name = evidence::to_text(asked.claim);
  const auto typed = form.replies.find(name);
  const AttestationForm::Reply given = typed == form.replies.end() ? AttestationForm::Reply{} : typed->second;
  ReplyView view{.name = name,
                 .anchor = fmt::format("{}-{}", asked.claim.kind.text(), asked.claim.subject.text()),
                 .question = asked.question,
                 .options = {},
                 .dated = aspect.dated,
                 .day = given.day,
                 .day_label = say(visitor, {"attestation.day-of", {{"question", asked.question}}}),
                 .detail = given.detail,
                 .detail_label = say(visitor, {"attestation.detail-of", {{"question", asked.question}}})};
  for (const std::string_view value : {"", "yes", "no", "unknown"})
    view.options.push_back({std::string(value), say(visitor, fmt::format("reply.{}", value.empty() ? "none" : value)),
                            given.reply == value});
  return view;
}

Result<http::Response> render_attestation(Visitor& visitor, const AttestationForm& form,
                                          const actions::FieldProblems& problems) {
  const actions::Library& library = visitor.practice.library();
  const plan::ProviderRequest& request = library.provider_request;
  AttestationPage page{
      .frame = make_frame(visitor, Section::provider, say(visitor, "attestation.title")),
      .problems = problem_list(visitor, problems),
      .fields = {form_field(visitor, problems, "attested_by", say(visitor, "attestation.by"),
                            say(visitor, "attestation.by-hint"), form.attested_by),
                 form_field(visitor, problems, "received_on", say(visitor, "attestation.received"), "",
                            form.received_on, "date")},
      .data_sets = {},
      .document_hint = say(visitor, {"attestation.document-hint", {{"max", text::size(actions::kMaxDocumentSize)}}})};
  for (std::size_t i = 0; i < request.data_sets.size(); ++i) {
    DataSetReplies replies{request.data_sets[i].title, {}};
    for (const plan::Aspect& aspect : request.aspects)
      replies.replies.push_back(reply_view(visitor, aspect, aspect.replies[i], form));
    page.data_sets.push_back(std::move(replies));
  }
  return page_response(visitor, render_plan_provider_attestation, page, status_of(problems));
}

AttestationForm read_attestation(const Visitor& visitor, const http::Form& form) {
  AttestationForm read{field_of(form, "attested_by"), field_of(form, "received_on"), {}, file_of(form, "document")};
  for (const plan::Aspect& aspect : visitor.practice.library().provider_request.aspects)
    for (const plan::RequestedReply& asked : aspect.replies) {
      const std::string name = evidence::to_text(asked.claim);
      read.replies[name] = {field_of(form, "reply-" + name), field_of(form, "day-" + name),
                            field_of(form, "detail-" + name)};
    }
  return read;
}

}  // namespace

Result<http::Response> show_provider_request(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = texts_of(visitor);
  const auto current = TRY(actions::current_plan(visitor.practice));
  const auto attestations = TRY(actions::received_attestations(visitor.practice));
  const auto letter =
      documents::provider_letter(visitor.practice.library().provider_request, current.assessed.practice, texts);
  RequestPage page{make_frame(visitor, Section::provider, say(visitor, "provider.title")),
                   mail_url({}, letter.subject, letter.body),
                   letter.body,
                   {}};
  page.frame.flash = saved_flash(visitor, request, "attestation.saved");
  for (const actions::ReceivedAttestation& received : attestations)
    page.attestations.push_back(row_of(visitor, received));
  return page_response(visitor, render_plan_provider_request, page);
}

Result<http::Response> show_new_attestation(Visitor& visitor, const http::Request&) {
  AttestationForm form;
  form.received_on = to_iso(visitor.practice.today());
  return render_attestation(visitor, form, {});
}

Result<http::Response> save_attestation(Visitor& visitor, const http::Request&, const http::Form& sent) {
  const AttestationForm form = read_attestation(visitor, sent);
  const auto problems = TRY(actions::enter_attestation(visitor.practice, form));
  if (!problems.empty()) return render_attestation(visitor, form, problems);
  return http::Response::see_other("/provider-request?saved=1");
}

Result<http::Response> send_document(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<evidence::DocumentId>(request, "document"));
  auto file = TRY(actions::read_document(visitor.practice, id));
  // Whatever it is, the browser saves it and opens nothing.
  return http::Response::download(std::move(file.bytes), "application/octet-stream", file.description.file_name);
}

}  // namespace garde::web
