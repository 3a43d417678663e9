#include "web/routes.h"

#include "contacts/image.h"
#include "crypto/secret.h"
#include "http/secret_body.h"
#include "web/accounts/password_audit_pages.h"
#include "web/accounts/person_pages.h"
#include "web/accounts/recovery_page.h"
#include "web/accounts/register_pages.h"
#include "web/accounts/tool_pages.h"
#include "web/backups/backup_form_pages.h"
#include "web/backups/backup_job_pages.h"
#include "web/backups/backup_pages.h"
#include "web/contacts/contact_pages.h"
#include "web/contacts/contact_sharing_pages.h"
#include "web/incident/incident_journal_pages.h"
#include "web/incident/incident_kit_pages.h"
#include "web/incident/incident_pages.h"
#include "web/incident/incident_preserve_pages.h"
#include "web/incident/incident_report_pages.h"
#include "web/incident/incident_traces_pages.h"
#include "web/page/assets.h"
#include "web/page/sign_in_pages.h"
#include "web/plan/download_pages.h"
#include "web/plan/home_pages.h"
#include "web/plan/plan_pages.h"
#include "web/plan/provider_pages.h"
#include "web/plan/questionnaire_pages.h"
#include "web/plan/result_pages.h"

namespace garde::web {
namespace {

using http::Method;
using Page = http::Response (*)(Visitor&, const http::Request&);
using Door = http::Response (*)(actions::Practice&, actions::SignIn&, const http::Request&);

bool has_form_token(const http::Request& request, const actions::OpenSession& session) {
  auto form = http::read_form(request);
  const std::string_view sent = form ? form->fields.get("form_token").value_or("") : "";
  const bool equal =
      crypto::constant_time_equal(std::as_bytes(std::span(sent)), std::as_bytes(std::span(session.form_token)));
  if (form) http::wipe(*form);  // its fields may hold a password
  return equal;
}

// A page that needs a session; one that changes something also needs our own form, sent from our own page.
http::Handler inside(const Site& site, Page page) {
  return [&site, page](const http::Request& request) {
    const text::Catalogue& texts = site.practice.library().texts;
    const auto session = site.sign_in.find(request.cookie(kSessionCookie).value_or(""));
    if (!session) return error_response(texts, session.error());
    if (!*session) return show_sign_in(site.practice, site.sign_in, request);
    if (!http::is_safe(request.method) && (!http::same_origin(request) || !has_form_token(request, **session)))
      return status_response(texts, http::Status::forbidden);
    Visitor visitor{site.practice, site.sign_in,     **session,         site.data_place,
                    site.home,     site.backup_jobs, site.incident_jobs};
    return page(visitor, request);
  };
}

// A page for who has no session yet.
http::Handler door(const Site& site, Door page) {
  return [&site, page](const http::Request& request) { return page(site.practice, site.sign_in, request); };
}

http::Handler asset(const Site& site) {
  return [&site](const http::Request& request) {
    auto found = find_asset(request.parameter("name"));
    const bool current = request.parameter("fingerprint") == assets_fingerprint();
    if (!found || !current) return status_response(site.practice.library().texts, http::Status::not_found);
    return std::move(*found);
  };
}

}  // namespace

http::Router make_router(const Site& site) {
  constexpr ByteCount kAttestationBody = actions::kMaxDocumentSize + 256_KiB;  // the document and the form around it
  constexpr ByteCount kDisplayBody = contacts::kMaxPhoto + 64_KiB;             // a photo and the form around it
  constexpr ByteCount kExportsBody = accounts::kMaxExportSize + 256_KiB;       // of several people together
  constexpr ByteCount kReceiptBody = actions::kMaxReceipt + 256_KiB;
  constexpr ByteCount kTimestampBody = 6_MiB;  // an answer and a system's certificates
  constexpr ByteCount kKitBody = 4_MiB;        // as many notes as a kit may hold, twice: a file and what was typed
  return http::Router({
      {Method::get, "/assets/{fingerprint}/{name}", asset(site)},
      {Method::get, "/open", door(site, open_link)},
      {Method::get, "/sign-in", door(site, show_sign_in)},
      {Method::post, "/sign-in", door(site, give_password)},
      {Method::post, "/sign-out", inside(site, sign_out)},

      {Method::get, "/", inside(site, show_home)},
      {Method::get, "/questionnaire", inside(site, show_first_theme)},
      {Method::get, "/questionnaire/{theme}", inside(site, show_theme)},
      {Method::post, "/questionnaire/{theme}", inside(site, save_theme)},
      {Method::post, "/answers/{question}", inside(site, save_answer)},
      {Method::get, "/result", inside(site, show_result)},

      {Method::get, "/plan", inside(site, show_plan)},
      {Method::get, "/plan.pdf", inside(site, send_plan_pdf)},
      {Method::get, "/plan.csv", inside(site, send_plan_csv)},
      {Method::get, "/plan.ics", inside(site, send_plan_ics)},
      {Method::get, "/plan.json", inside(site, send_plan_json)},
      {Method::get, "/plan/{measure}", inside(site, show_action)},
      {Method::post, "/plan/{measure}/notes", inside(site, save_notes)},
      {Method::post, "/plan/{measure}/steps/{step}", inside(site, save_step)},

      {Method::get, "/provider-request", inside(site, show_provider_request)},
      {Method::get, "/provider-request.pdf", inside(site, send_provider_letter_pdf)},
      {Method::get, "/attestations/new", inside(site, show_new_attestation)},
      {Method::post, "/attestations", inside(site, save_attestation), kAttestationBody},
      {Method::get, "/documents/{document}", inside(site, send_document)},

      {Method::get, "/contacts", inside(site, show_contacts)},
      {Method::post, "/contacts", inside(site, save_first_contact)},
      {Method::post, "/contacts/place", inside(site, save_contact_place)},
      {Method::get, "/contacts/new", inside(site, show_new_contact)},
      {Method::post, "/contacts/new", inside(site, save_new_contact)},
      {Method::get, "/contacts/sheet", inside(site, show_contact_sheet)},
      {Method::get, "/contacts/sheet/{format}", inside(site, send_contact_sheet_pdf)},
      {Method::post, "/contacts/displays", inside(site, save_display), kDisplayBody},
      {Method::post, "/contacts/displays/{display}/remove", inside(site, remove_old_display)},
      {Method::get, "/contacts/share", inside(site, show_contact_share)},
      {Method::get, "/contacts/files/{file}", inside(site, send_contact_file)},
      {Method::post, "/contacts/recipients", inside(site, save_recipient)},
      {Method::post, "/contacts/recipients/{recipient}/acknowledgements", inside(site, save_acknowledgement)},
      {Method::post, "/contacts/recipients/{recipient}/remove", inside(site, remove_old_recipient)},
      {Method::post, "/contacts/deliveries", inside(site, save_delivery)},
      {Method::get, "/contacts/{contact}", inside(site, show_contact)},
      {Method::post, "/contacts/{contact}", inside(site, save_old_contact)},
      {Method::get, "/contacts/{contact}/qr.svg", inside(site, send_contact_qr)},
      {Method::post, "/contacts/{contact}/calls", inside(site, save_contact_call)},
      {Method::post, "/contacts/{contact}/remove", inside(site, remove_old_contact)},
      {Method::get, "/accesses", inside(site, show_register)},
      {Method::post, "/accesses/tools", inside(site, add_tool)},
      {Method::get, "/accesses/tools/{tool}", inside(site, show_tool)},
      {Method::post, "/accesses/tools/{tool}", inside(site, save_tool)},
      {Method::post, "/accesses/tools/{tool}/accounts", inside(site, add_access)},
      {Method::post, "/accesses/accounts/{account}", inside(site, save_access)},
      {Method::post, "/accesses/people", inside(site, add_person)},
      {Method::get, "/accesses/people/{person}", inside(site, show_person)},
      {Method::post, "/accesses/people/{person}", inside(site, save_person)},
      {Method::get, "/accesses/people/{person}/departure.pdf", inside(site, send_departure_sheet)},
      {Method::get, "/accesses/recovery", inside(site, show_recovery)},
      {Method::post, "/accesses/review", inside(site, save_review)},
      {Method::get, "/accesses/audit", inside(site, show_audit)},
      {Method::post, "/accesses/audit", inside(site, run_audit), kExportsBody, http::BodyCare::secret},
      {Method::post, "/accesses/audit/export", inside(site, look_for_export)},
      {Method::post, "/accesses/audit/risks", inside(site, save_risk)},
      {Method::get, "/backups", inside(site, show_backups)},
      {Method::get, "/backups/new", inside(site, show_new_destination)},
      {Method::post, "/backups/new", inside(site, save_new_destination)},
      {Method::get, "/backups/data-sets/{data_set}", inside(site, show_data_set)},
      {Method::post, "/backups/data-sets/{data_set}", inside(site, save_data_set)},
      {Method::get, "/backups/data-sets/{data_set}/canary", inside(site, send_canary)},
      {Method::get, "/backups/destinations/{destination}", inside(site, show_destination)},
      {Method::post, "/backups/destinations/{destination}/runs", inside(site, start_run)},
      {Method::post, "/backups/destinations/{destination}/secret", inside(site, save_secret)},
      {Method::post, "/backups/destinations/{destination}/remove", inside(site, remove_old_destination)},
      {Method::get, "/backups/jobs/{job}", inside(site, show_job)},
      {Method::get, "/backups/jobs/{job}/events", inside(site, send_job_events)},
      {Method::post, "/backups/jobs/{job}/cancel", inside(site, cancel_job)},
      {Method::get, "/backups/runs/{run}", inside(site, show_run)},
      {Method::get, "/backups/runs/{run}/proof.pdf", inside(site, send_proof)},

      {Method::get, "/incident", inside(site, show_incident_start)},
      {Method::get, "/incident/rehearsal", inside(site, show_rehearsal)},
      {Method::get, "/incident/kit", inside(site, show_kit)},
      {Method::get, "/incident/kit.pdf", inside(site, send_kit_pdf)},
      {Method::get, "/incident/kit.html", inside(site, send_kit_html)},
      {Method::get, "/incident/degraded.pdf", inside(site, send_degraded_pdf)},
      {Method::get, "/incident/recovery", inside(site, show_recovery_board)},
      {Method::post, "/incident/recovery", inside(site, save_recovery_board)},
      {Method::get, "/incident/register.pdf", inside(site, send_register_pdf)},
      {Method::get, "/incident/register.csv", inside(site, send_register_csv)},
      {Method::post, "/incidents", inside(site, open_new_incident)},
      {Method::get, "/incidents/{incident}", inside(site, show_gestures)},
      {Method::post, "/incidents/{incident}/gestures", inside(site, note_gestures)},
      {Method::get, "/incidents/{incident}/preserve", inside(site, show_preserve)},
      {Method::post, "/incidents/{incident}/backups", inside(site, look_at_backups)},
      {Method::post, "/incidents/{incident}/collect", inside(site, collect_traces)},
      {Method::post, "/incidents/{incident}/export", inside(site, send_export)},
      {Method::post, "/incidents/{incident}/preconditions/{precondition}", inside(site, save_precondition)},
      {Method::post, "/incidents/{incident}/gates/{gate}", inside(site, save_override)},
      {Method::get, "/incidents/{incident}/prioritise", inside(site, show_prioritise)},
      {Method::post, "/incidents/{incident}/services", inside(site, save_services)},
      {Method::get, "/incidents/{incident}/report", inside(site, show_report)},
      {Method::post, "/incidents/{incident}/moments", inside(site, save_moment)},
      {Method::post, "/incidents/{incident}/declarations/{declaration}", inside(site, save_declaration), kReceiptBody},
      {Method::post, "/incidents/{incident}/late/{rule}", inside(site, save_late_reason)},
      {Method::get, "/incidents/{incident}/risk", inside(site, show_risk)},
      {Method::post, "/incidents/{incident}/risk", inside(site, save_risk_answers)},
      {Method::post, "/incidents/{incident}/decision", inside(site, save_decision)},
      {Method::post, "/incidents/{incident}/severity", inside(site, save_severity)},
      {Method::get, "/incidents/{incident}/facts", inside(site, show_facts)},
      {Method::post, "/incidents/{incident}/facts", inside(site, save_facts)},
      {Method::get, "/incidents/{incident}/documents/{document}", inside(site, send_incident_document)},
      {Method::get, "/incidents/{incident}/journal", inside(site, show_journal)},
      {Method::post, "/incidents/{incident}/notes", inside(site, save_note), kReceiptBody},
      {Method::post, "/incidents/{incident}/import", inside(site, import_kit_notes), kKitBody},
      {Method::get, "/incidents/{incident}/witness.pdf", inside(site, send_witness_pdf)},
      {Method::get, "/incidents/{incident}/witness.svg", inside(site, send_witness_code)},
      {Method::post, "/incidents/{incident}/timestamp-request", inside(site, send_timestamp_request)},
      {Method::post, "/incidents/{incident}/timestamp", inside(site, save_timestamp), kTimestampBody},
      {Method::get, "/incidents/{incident}/close", inside(site, show_close)},
      {Method::post, "/incidents/{incident}/close", inside(site, save_closing)},
      {Method::post, "/incidents/{incident}/lessons", inside(site, save_lesson)},
      {Method::post, "/incidents/{incident}/answers", inside(site, lower_answers)},
      {Method::get, "/settings", inside(site, show_settings)},
      {Method::post, "/settings/password", inside(site, save_password)},
  });
}

}  // namespace garde::web
