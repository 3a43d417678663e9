#include "web/page/sign_in_pages.h"

#include "actions/practice/own_password.h"
#include "actions/practice/practice_zone.h"
#include "http/secret_body.h"
#include "web/page/answers.h"
#include "web/page/templates.h"

namespace garde::web {
namespace {

using actions::SignIn;

Result<http::Response> render_sign_in(actions::Practice& practice, SignIn& sign_in, std::string_view problem) {
  const text::Catalogue& texts = practice.library().texts;
  const auto has_password = TRY(sign_in.has_password());
  const SignInPage page{asset_url("garde.css"), has_password,
                        problem.empty() ? std::string() : texts.sentence(problem)};
  return page_response(texts, render_page_sign_in, page, http::Status::forbidden);
}

std::string_view problem_key(SignIn::Refusal refusal) {
  switch (refusal) {
    case SignIn::Refusal::used: return "sign-in.problem.used";
    case SignIn::Refusal::needs_password: return "";
    case SignIn::Refusal::wrong_password: return "sign-in.problem.wrong-password";
    case SignIn::Refusal::too_many: return "sign-in.problem.too-many";
  }
  return "";
}

Result<http::Response> enter(actions::Practice& practice, SignIn& sign_in, const SignIn::Outcome& outcome) {
  const bool brought_the_key = outcome || outcome.error() == SignIn::Refusal::needs_password;
  http::Response response =
      outcome ? http::Response::see_other("/") : TRY(render_sign_in(practice, sign_in, problem_key(outcome.error())));
  if (outcome) response.cookies.push_back({.name = std::string(kSessionCookie), .value = outcome->token});
  if (brought_the_key)
    response.cookies.push_back(
        {.name = std::string(kBrowserCookie), .value = sign_in.new_browser_token(), .max_age = kBrowserKnown});
  return response;
}

// A browser takes no session of ours along where another page led it, a file that opens the link for a start: from a
// page of our own it does.
bool was_led_here(const http::Request& request) {
  const auto site = request.headers.get("Sec-Fetch-Site").value_or("none");
  return site != "none" && site != "same-origin";
}

crypto::SecretBytes secret_field(const http::Form& form, std::string_view name) {
  return crypto::SecretBytes::copy_of(form.fields.get(name).value_or(""));
}

// Each with the time it is there, which tells one's own better than a name.
SelectField zone_field(const Visitor& visitor, const actions::FieldProblems& problems) {
  SelectField field{.name = "zone",
                    .label = say(visitor, "settings.zone-label"),
                    .hint = say(visitor, "settings.zone-hint"),
                    .problem = problem_of(visitor, problems, "zone")};
  const std::string& current = visitor.practice.zone().name();
  for (const text::ZoneChoice& each : visitor.practice.library().zones.all()) {
    const auto zone = text::Zone::named(each.name);
    if (!zone) continue;  // this computer does not know it
    const std::string time = zone->time_of(visitor.practice.now());
    field.choices.push_back({each.name, say(visitor, {"settings.zone-choice", {{"place", each.title}, {"time", time}}}),
                             each.name == current});
  }
  return field;
}

Result<http::Response> render_settings(Visitor& visitor, const actions::FieldProblems& problems, std::string flash) {
  const auto has_password = TRY(visitor.sign_in.has_password());
  const auto of_region = TRY(actions::zone_of_region(visitor.practice));
  SettingsPage page{.frame = make_frame(visitor, Section::none, say(visitor, "settings.title")),
                    .password_state = say(visitor, has_password ? "settings.password-set" : "settings.password-none"),
                    .has_password = has_password,
                    .problem = problems.empty() ? "" : say(visitor, "form.problems"),
                    .fields = {},
                    .zone = zone_field(visitor, problems),
                    .zone_of_region = {},
                    .data_place = visitor.data_place};
  page.frame.flash = std::move(flash);
  if (of_region != nullptr) page.zone_of_region = say(visitor, {"settings.zone-region", {{"place", of_region->title}}});
  if (has_password)
    page.fields.push_back(
        form_field(visitor, problems, "current", say(visitor, "settings.current"), "", "", "password"));
  page.fields.push_back(form_field(
      visitor, problems, "wanted", say(visitor, "settings.wanted"),
      say(visitor, {"settings.wanted-hint", {{"min", std::to_string(actions::kMinPasswordLength)}}}), "", "password"));
  return page_response(visitor, render_page_settings, page, status_of(problems));
}

}  // namespace

Result<http::Response> open_link(actions::Practice& practice, SignIn& sign_in, const http::Request& request) {
  const auto outcome = TRY(sign_in.open_link(request.query.get("token").value_or("")));
  http::Response entered = TRY(enter(practice, sign_in, outcome));
  if (!outcome || !was_led_here(request)) return entered;
  http::Response page = page_response(practice.library().texts, render_page_opened, OpenedPage{asset_url("garde.css")});
  page.cookies = std::move(entered.cookies);
  return page;
}

Result<http::Response> show_sign_in(actions::Practice& practice, SignIn& sign_in, const http::Request&) {
  return render_sign_in(practice, sign_in, "");
}

Result<http::Response> give_password(actions::Practice& practice, SignIn& sign_in, const http::Request& request) {
  auto form = http::read_form(request);
  if (!form || !http::same_origin(request)) return status_response(practice.library().texts, http::Status::bad_request);
  const auto password = secret_field(*form, "password");
  http::wipe(*form);
  return enter(practice, sign_in, TRY(sign_in.give_password(password, request.cookie(kBrowserCookie).value_or(""))));
}

Result<http::Response> sign_out(Visitor& visitor, const http::Request&, const http::Form&) {
  TRY(visitor.sign_in.close(visitor.session.token));
  http::Response response = http::Response::see_other("/");
  response.cookies.push_back({.name = std::string(kSessionCookie), .value = "", .max_age = std::chrono::seconds{0}});
  return response;
}

Result<http::Response> show_settings(Visitor& visitor, const http::Request& request) {
  return render_settings(visitor, {}, saved_flash(visitor, request));
}

Result<http::Response> save_password(Visitor& visitor, const http::Request&, const http::Form& form) {
  const auto problems = TRY(
      visitor.sign_in.set_password(visitor.session.token, secret_field(form, "current"), secret_field(form, "wanted")));
  if (!problems.empty()) return render_settings(visitor, problems, "");
  return http::Response::see_other("/settings?saved=1");
}

Result<http::Response> save_zone(Visitor& visitor, const http::Request&, const http::Form& form) {
  const auto problems = TRY(actions::save_zone(visitor.practice, field_of(form, "zone")));
  if (!problems.empty()) return render_settings(visitor, problems, "");
  return http::Response::see_other("/settings?saved=1");
}

}  // namespace garde::web
