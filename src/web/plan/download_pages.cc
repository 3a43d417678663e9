#include "web/plan/download_pages.h"

#include "actions/plan/plan.h"
#include "documents/plan/assessment_json.h"
#include "documents/plan/plan_csv.h"
#include "documents/plan/plan_ics.h"
#include "documents/plan/plan_pdf.h"
#include "documents/plan/provider_letter.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

// Loads the plan, makes the document, sends it to be saved.
template <class Make>
Result<http::Response> send(Visitor& visitor, std::string_view media_type, std::string_view ending, Make make) {
  const auto current = TRY(actions::current_plan(visitor.practice));
  auto bytes = TRY(make(current.report(visitor.practice)));
  return http::Response::download(std::move(bytes), media_type, dated_file_name(visitor, "plan.file-name", ending));
}

}  // namespace

Result<http::Response> send_plan_pdf(Visitor& visitor, const http::Request&) {
  return send(visitor, "application/pdf", "pdf", documents::plan_pdf);
}

Result<http::Response> send_plan_csv(Visitor& visitor, const http::Request&) {
  return send(visitor, "text/csv; charset=utf-8", "csv",
              [](const documents::PlanReport& report) -> Result<std::string> { return documents::plan_csv(report); });
}

Result<http::Response> send_plan_ics(Visitor& visitor, const http::Request&) {
  return send(visitor, "text/calendar; charset=utf-8", "ics",
              [](const documents::PlanReport& report) -> Result<std::string> { return documents::plan_ics(report); });
}

Result<http::Response> send_plan_json(Visitor& visitor, const http::Request&) {
  return send(visitor, "application/json", "json", [](const documents::PlanReport& report) -> Result<std::string> {
    return documents::assessment_json(report);
  });
}

Result<http::Response> send_provider_letter_pdf(Visitor& visitor, const http::Request&) {
  const actions::Library& library = visitor.practice.library();
  return send(visitor, "application/pdf", "pdf", [&](const documents::PlanReport& report) {
    return documents::provider_letter_pdf(library.provider_request, report.practice, report.day(), library.texts);
  });
}

}  // namespace garde::web
