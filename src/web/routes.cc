#include "web/routes.h"

#include "actions/backups/alarms.h"
#include "contacts/image.h"
#include "crypto/secret.h"
#include "http/secret_body.h"
#include "web/accounts/password_audit_pages.h"
#include "web/accounts/person_pages.h"
#include "web/accounts/recovery_graph_page.h"
#include "web/accounts/register_pages.h"
#include "web/accounts/tool_pages.h"
#include "web/backups/alarm_pages.h"
#include "web/backups/backup_form_pages.h"
#include "web/backups/backup_job_pages.h"
#include "web/backups/backup_pages.h"
#include "web/backups/presence.h"
#include "web/contacts/contact_pages.h"
#include "web/contacts/contact_sharing_pages.h"
#include "web/incident/incident_journal_pages.h"
#include "web/incident/incident_kit_pages.h"
#include "web/incident/incident_pages.h"
#include "web/incident/incident_preserve_pages.h"
#include "web/incident/incident_report_pages.h"
#include "web/incident/incident_traces_pages.h"
#include "web/page/answers.h"
#include "web/page/assets.h"
#include "web/page/sign_in_pages.h"
#include "web/plan/course_page.h"
#include "web/plan/download_pages.h"
#include "web/plan/home_pages.h"
#include "web/plan/plan_pages.h"
#include "web/plan/provider_pages.h"
#include "web/plan/questionnaire_pages.h"
#include "web/plan/result_pages.h"

namespace garde::web {
namespace {

using http::Method;
using http::Response;

bool is_our_form(const http::Form& form, const actions::OpenSession& session) {
  const std::string_view sent = form.fields.get("form_token").value_or("");
  return crypto::constant_time_equal(std::as_bytes(std::span(sent)), std::as_bytes(std::span(session.form_token)));
}

// What is asked of a request to a page that needs a session, before its body is read: nothing to say, or how it ends.
Result<std::optional<Response>> turn_away(const Site& site, const http::Request& head) {
  const auto session = TRY(site.sign_in.find(head.cookie(kSessionCookie).value_or("")));
  if (!session) return std::optional(TRY(show_sign_in(site.practice, site.sign_in, head)));
  if (!http::is_safe(head.method) && !http::same_origin(head))
    return std::optional(status_response(site.practice.library().texts, http::Status::forbidden));
  return std::optional<Response>();
}

Result<Response> show_asset(const http::Request& request) {
  auto found = find_asset(request.parameter("name"));
  const bool current = request.parameter("fingerprint") == assets_fingerprint();
  if (!found || !current) return no_such_page();
  return std::move(*found);
}

void add_alarms(Visitor& visitor) {
  const auto open = actions::open_alarms(visitor.practice);
  visitor.alarms.reset();
  if (!open) return;
  visitor.alarms.emplace();
  for (const backups::Alarm& alarm : *open)
    visitor.alarms->push_back({alarm.id.text(), alarm.opened_at, alarm.destination_name});
}

// The rows of the table of addresses. A page is only ever got; what changes something is only ever posted.
class Rows {
 public:
  explicit Rows(const Site& site) : site_(site) {}

  // A page that needs a session.
  http::Route get(std::string pattern, Result<Response> (*show)(Visitor&, const http::Request&)) const {
    return {Method::get, std::move(pattern), inside(show)};
  }

  // A change, which needs our own form, sent from our own page, beside the session. `Form` is const, but for a handler
  // that wipes it early.
  template <class Form>
  http::Route post(std::string pattern, Result<Response> (*change)(Visitor&, const http::Request&, Form&),
                   ByteCount body_limit = http::kDefaultBodyLimit) const {
    const auto checked = [change](Visitor& visitor, const http::Request& request) -> Result<Response> {
      auto form = http::read_form(request);
      if (!form || !is_our_form(*form, visitor.session))
        return status_response(texts_of(visitor), http::Status::forbidden);
      Result<Response> answer = change(visitor, request, *form);
      http::wipe(*form);  // its fields may hold a password
      return answer;
    };
    return {Method::post, std::move(pattern), inside(checked), body_limit};
  }

  // For whoever has no session yet.
  http::Route door(Method method, std::string pattern,
                   Result<Response> (*open)(actions::Practice&, actions::SignIn&, const http::Request&),
                   ByteCount body_limit = http::kDefaultBodyLimit) const {
    return {method, std::move(pattern), answering([&site = site_, open](const http::Request& request) {
              return open(site.practice, site.sign_in, request);
            }),
            body_limit};
  }

  http::Route asset(std::string pattern) const { return {Method::get, std::move(pattern), answering(show_asset)}; }

 private:
  // Where an Error becomes a page, whatever handler returned it.
  template <class Handle>
  http::Handler answering(Handle handle) const {
    return [&site = site_, handle](const http::Request& request) {
      Result<Response> answer = handle(request);
      return answer ? std::move(answer).take() : error_response(site.practice.library().texts, answer.error());
    };
  }

  // Asks whoever has no session to sign in; again once the body is there, since it may have been closed meanwhile.
  template <class Handle>
  http::Responder inside(Handle handle) const {
    const auto admit = [&site = site_](const http::Request& head) -> std::optional<Response> {
      auto refusal = turn_away(site, head);
      return refusal ? std::move(refusal).take() : error_response(site.practice.library().texts, refusal.error());
    };
    return {admit, answering([&site = site_, handle](const http::Request& request) -> Result<Response> {
              const auto session = TRY(site.sign_in.find(request.cookie(kSessionCookie).value_or("")));
              if (!session) return show_sign_in(site.practice, site.sign_in, request);
              Visitor visitor{site.practice, site.sign_in,     *session,        site.data_place,
                              site.home,     site.backup_jobs, site.place_jobs, site.incident_jobs};
              add_alarms(visitor);
              return handle(visitor, request);
            })};
  }

  const Site& site_;
};

}  // namespace

http::Router make_router(const Site& site) {
  constexpr ByteCount kAttestationBody = actions::kMaxDocumentSize + 256_KiB;  // the document and the form around it
  constexpr ByteCount kDisplayBody = contacts::kMaxPhoto + 64_KiB;             // a photo and the form around it
  constexpr ByteCount kExportsBody = accounts::kMaxExportSize + 256_KiB;       // of several people together
  constexpr ByteCount kReceiptBody = actions::kMaxReceipt + 256_KiB;
  constexpr ByteCount kTimestampBody = 6_MiB;  // an answer and a system's certificates
  constexpr ByteCount kSignInBody = 8_KiB;     // from anybody: a password at its longest, percent-encoded
  constexpr ByteCount kKitBody = 4_MiB;        // as many notes as a kit may hold, twice: a file and what was typed
  const Rows rows(site);
  return http::Router({
      rows.asset("/assets/{fingerprint}/{name}"),
      rows.door(Method::get, "/open", open_link),
      rows.door(Method::get, "/sign-in", show_sign_in),
      rows.door(Method::post, "/sign-in", give_password, kSignInBody),
      rows.post("/sign-out", sign_out),

      rows.get("/", show_home),
      rows.get("/questionnaire", show_first_theme),
      rows.get("/questionnaire/{theme}", show_theme),
      rows.post("/questionnaire/{theme}", save_theme),
      rows.post("/answers/{question}", save_answer),
      rows.get("/result", show_result),
      rows.get("/result/course", show_course),

      rows.get("/plan", show_plan),
      rows.get("/plan.pdf", send_plan_pdf),
      rows.get("/plan.csv", send_plan_csv),
      rows.get("/plan.ics", send_plan_ics),
      rows.get("/plan.json", send_plan_json),
      rows.get("/plan/{measure}", show_action),
      rows.post("/plan/{measure}/notes", save_notes),
      rows.post("/plan/{measure}/steps/{step}", save_step),

      rows.get("/provider-request", show_provider_request),
      rows.get("/provider-request.pdf", send_provider_letter_pdf),
      rows.get("/attestations/new", show_new_attestation),
      rows.post("/attestations", save_attestation, kAttestationBody),
      rows.get("/documents/{document}", send_document),

      rows.get("/contacts", show_contacts),
      rows.post("/contacts", save_first_contact),
      rows.post("/contacts/settings", save_contact_settings),
      rows.get("/contacts/new", show_new_contact),
      rows.post("/contacts/new", save_new_contact),
      rows.get("/contacts/sheet", show_contact_sheet),
      rows.get("/contacts/sheet/{format}", send_contact_sheet_pdf),
      rows.post("/contacts/displays", save_display, kDisplayBody),
      rows.post("/contacts/displays/{display}/remove", remove_display),
      rows.get("/contacts/share", show_contact_share),
      rows.get("/contacts/files/{file}", send_contact_file),
      rows.post("/contacts/recipients", save_recipient),
      rows.post("/contacts/recipients/{recipient}/acknowledgements", save_acknowledgement),
      rows.post("/contacts/recipients/{recipient}/remove", remove_recipient),
      rows.post("/contacts/deliveries", save_delivery),
      rows.get("/contacts/{contact}", show_contact),
      rows.post("/contacts/{contact}", save_contact),
      rows.get("/contacts/{contact}/qr.svg", send_contact_qr),
      rows.post("/contacts/{contact}/calls", save_contact_call),
      rows.post("/contacts/{contact}/remove", remove_contact),
      rows.get("/accesses", show_register),
      rows.post("/accesses/tools", add_tool),
      rows.get("/accesses/tools/{tool}", show_tool),
      rows.post("/accesses/tools/{tool}", save_tool),
      rows.post("/accesses/tools/{tool}/accounts", add_access),
      rows.post("/accesses/accounts/{account}", save_access),
      rows.post("/accesses/people", add_person),
      rows.get("/accesses/people/{person}", show_person),
      rows.post("/accesses/people/{person}", save_person),
      rows.get("/accesses/people/{person}/departure.pdf", send_departure_sheet),
      rows.get("/accesses/recovery", show_recovery_graph),
      rows.post("/accesses/review", save_review),
      rows.get("/accesses/audit", show_audit),
      rows.post("/accesses/audit", run_audit, kExportsBody),
      rows.post("/accesses/audit/export", look_for_export),
      rows.post("/accesses/audit/risks", save_risk),
      rows.get("/backups", show_backups),
      rows.get("/backups/new", show_new_destination),
      rows.post("/backups/new", save_new_destination),
      rows.get("/backups/additions/{addition}", show_addition),
      rows.get("/backups/presence", send_presence),
      rows.get("/backups/data-sets/{data_set}", show_data_set),
      rows.post("/backups/data-sets/{data_set}", save_data_set),
      rows.post("/backups/data-sets/{data_set}/canary", send_canary),
      rows.get("/backups/alarms/{alarm}", show_alarm),
      rows.post("/backups/alarms/{alarm}", close_alarm),
      rows.get("/backups/destinations/{destination}", show_destination),
      rows.post("/backups/destinations/{destination}/runs", start_run),
      rows.post("/backups/destinations/{destination}/secret", save_secret),
      rows.post("/backups/destinations/{destination}/remove", remove_destination),
      rows.get("/backups/jobs/{job}", show_job),
      rows.get("/backups/jobs/{job}/events", send_job_events),
      rows.post("/backups/jobs/{job}/cancel", cancel_job),
      rows.get("/backups/runs/{run}", show_run),
      rows.get("/backups/runs/{run}/proof.pdf", send_proof),

      rows.get("/incident", show_incident_start),
      rows.get("/incident/exercise", show_exercise),
      rows.get("/incident/rehearsal", go_to_exercise),  // as bookmarks of 0.1 have it
      rows.get("/incident/kit", show_kit),
      rows.get("/incident/kit.pdf", send_kit_pdf),
      rows.get("/incident/kit.html", send_kit_html),
      rows.get("/incident/degraded.pdf", send_degraded_pdf),
      rows.get("/incident/recovery", show_recovery_board),
      rows.post("/incident/recovery", save_recovery_board),
      rows.get("/incident/register.pdf", send_register_pdf),
      rows.get("/incident/register.csv", send_register_csv),
      rows.post("/incidents", open_new_incident),
      rows.get("/incidents/{incident}", show_first_steps),
      rows.post("/incidents/{incident}/first-steps", note_first_steps),
      rows.get("/incidents/{incident}/preserve", show_preserve),
      rows.post("/incidents/{incident}/backups", look_at_backups),
      rows.post("/incidents/{incident}/collect", collect_traces),
      rows.post("/incidents/{incident}/export", send_export),
      rows.post("/incidents/{incident}/preconditions/{precondition}", save_precondition),
      rows.post("/incidents/{incident}/gates/{gate}", save_override),
      rows.get("/incidents/{incident}/prioritise", show_prioritise),
      rows.post("/incidents/{incident}/services", save_services),
      rows.get("/incidents/{incident}/report", show_report),
      rows.post("/incidents/{incident}/moments", save_moment),
      rows.post("/incidents/{incident}/declarations/{declaration}", save_declaration, kReceiptBody),
      rows.post("/incidents/{incident}/late/{rule}", save_late_reason),
      rows.get("/incidents/{incident}/risk", show_risk),
      rows.post("/incidents/{incident}/risk", save_risk_answers),
      rows.post("/incidents/{incident}/decision", save_decision),
      rows.post("/incidents/{incident}/severity", save_severity),
      rows.get("/incidents/{incident}/facts", show_facts),
      rows.post("/incidents/{incident}/facts", save_facts),
      rows.get("/incidents/{incident}/documents/{document}", send_incident_document),
      rows.get("/incidents/{incident}/journal", show_journal),
      rows.post("/incidents/{incident}/notes", save_note, kReceiptBody),
      rows.post("/incidents/{incident}/import", import_kit_notes, kKitBody),
      rows.get("/incidents/{incident}/witness.pdf", send_witness_pdf),
      rows.get("/incidents/{incident}/witness.svg", send_witness_code),
      rows.post("/incidents/{incident}/timestamp-request", send_timestamp_request),
      rows.post("/incidents/{incident}/timestamp", save_timestamp, kTimestampBody),
      rows.get("/incidents/{incident}/close", show_close),
      rows.post("/incidents/{incident}/close", save_closing),
      rows.post("/incidents/{incident}/lessons", save_lesson),
      rows.post("/incidents/{incident}/answers", lower_answers),
      rows.get("/settings", show_settings),
      rows.post("/settings/password", save_password),
      rows.post("/settings/zone", save_zone),
  });
}

}  // namespace garde::web
