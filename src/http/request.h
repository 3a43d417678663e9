// What a handler is given.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/fields.h"
#include "http/http.h"
#include "http/multipart.h"
#include "http/response.h"

namespace garde::http {

struct Request {
  Method method = Method::get;
  std::string path = "/";  // decoded, see target.h
  Fields query = {};
  Fields parameters = {};  // what the {names} of the route's pattern matched, never empty strings
  Headers headers = {};    // values are bytes: nothing says that they are UTF-8
  std::string body = {};   // bytes

  // Views are into this request.
  std::optional<std::string_view> cookie(std::string_view name) const;
  std::string_view parameter(std::string_view name) const;  // aborts if the route's pattern has no {name}
};

// Runs on one thread of the server's pool, several at a time: what it captures must bear that, and outlive the
// server. What it throws becomes a 500 page and one line in the log.
using Handler = std::function<Response(const Request&)>;

// The form in the body, its files views into it, urlencoded or multipart by its Content-Type; invalid_input if it is
// damaged, unsupported if it is of another type.
Result<Form> read_form(const Request& request);

// False if another site could have made the browser send this request: to be asked, beside the form's token,
// before an unsafe method does anything. Judges by Origin, lacking it by Sec-Fetch-Site, lacking both by Referer;
// false when all are absent. It needs pages to be served with a Referrer-Policy of same-origin or more open: under
// no-referrer browsers send `Origin: null` with our own forms.
bool same_origin(const Request& request);

}  // namespace garde::http
