// The plan and the letter as files to save.
#pragma once

#include "http/request.h"
#include "web/page/frame.h"

namespace garde::web {

Result<http::Response> send_plan_pdf(Visitor& visitor, const http::Request& request);
Result<http::Response> send_plan_csv(Visitor& visitor, const http::Request& request);
Result<http::Response> send_plan_ics(Visitor& visitor, const http::Request& request);
Result<http::Response> send_plan_json(Visitor& visitor, const http::Request& request);
Result<http::Response> send_provider_letter_pdf(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
