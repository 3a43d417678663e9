// Which handler answers which request: a table, written in one file by whoever has pages.
//
//   Router router({{Method::get, "/plan", show_plan},
//                  {Method::post, "/plan/{action}", save_action, 256_KiB}});
#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/byte_count.h"
#include "http/request.h"

namespace garde::http {

inline constexpr ByteCount kDefaultBodyLimit = 64_KiB;  // a long form without a file

// Who may ask, told from the head, before a byte of the body is read or given memory: nothing when the request may
// go on, otherwise the answer that ends it. Bears threads as a handler does; the request it gets has no body. Who was
// let in is answered by threads that nobody else can take, and does not have to make room for others.
using Admission = std::function<std::optional<Response>(const Request&)>;

// What answers a route.
struct Responder {
  template <class Callable>
    requires std::convertible_to<Callable, Handler>
  Responder(Callable handle_anyone) : handle(std::move(handle_anyone)) {}  // NOLINT: a handler alone is one
  Responder(Admission admit_first, Handler then_handle)
      : admit(std::move(admit_first)), handle(std::move(then_handle)) {}

  Admission admit = {};  // none: anyone may ask
  Handler handle;
};

struct Route {
  Method method{};
  std::string pattern;  // "/plan/{action}": a {name} stands for one whole segment, not empty
  Responder responder;
  ByteCount body_limit = kDefaultBodyLimit;  // a larger body is refused, with 413, before it is read
};

class Router {
 public:
  // Aborts on a pattern it does not read, and on two routes that the same requests would reach: our mistakes.
  explicit Router(std::vector<Route> routes);

  struct Match {
    const Route* route = nullptr;  // of this router
    Fields parameters;
  };
  struct Miss {
    std::vector<Method> allowed;  // what the path does answer to: empty is a 404, otherwise a 405
  };
  // A literal segment wins over a {name}, from left to right. HEAD finds the route of GET.
  std::variant<Match, Miss> find(Method method, std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }  // literal patterns first

 private:
  std::vector<Route> routes_;
};

}  // namespace garde::http
