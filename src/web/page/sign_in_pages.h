// Getting in: the one-time link, the password, and the settings that change them.
#pragma once

#include "http/request.h"
#include "web/page/form.h"
#include "web/page/frame.h"

namespace garde::web {

struct SignInPage {
  Url style;
  bool asks_password = false;
  std::string problem;
};

struct OpenedPage {
  Url style;
};

struct SettingsPage {
  Frame frame;
  std::string password_state;
  bool has_password = false;
  std::string problem;
  std::vector<FormField> fields;
  SelectField zone;
  std::string zone_of_region;  // when another one is in use
  std::string data_place;
};

inline constexpr std::string_view kSessionCookie = "garde-session";
// A browser that once brought the link or the password: what others try keeps it waiting no longer.
inline constexpr std::string_view kBrowserCookie = "garde-browser";
inline constexpr std::chrono::hours kBrowserKnown{30 * 24};

// Without a session.
Result<http::Response> open_link(actions::Practice& practice, actions::SignIn& sign_in, const http::Request& request);
Result<http::Response> show_sign_in(actions::Practice& practice, actions::SignIn& sign_in,
                                    const http::Request& request);
Result<http::Response> give_password(actions::Practice& practice, actions::SignIn& sign_in,
                                     const http::Request& request);

// With one.
Result<http::Response> sign_out(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> show_settings(Visitor& visitor, const http::Request& request);
Result<http::Response> save_password(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_zone(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
