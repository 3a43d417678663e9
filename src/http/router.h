// Which handler answers which request: a table, written in one file by whoever has pages.
//
//   Router router({{Method::get, "/plan", show_plan},
//                  {Method::post, "/plan/{action}", save_action, 256_KiB}});
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/byte_count.h"
#include "http/request.h"

namespace garde::http {

inline constexpr ByteCount kDefaultBodyLimit = 64_KiB;  // a long form without a file

// How long what a browser sends may stay in memory: a body with passwords of other tools is overwritten once it is
// answered, and so is every buffer it came through.
enum class BodyCare : std::uint8_t { ordinary, secret };

struct Route {
  Method method{};
  std::string pattern;  // "/plan/{action}": a {name} stands for one whole segment, not empty
  Handler handler;
  ByteCount body_limit = kDefaultBodyLimit;  // a larger body is refused, with 413, before it is read
  BodyCare care = BodyCare::ordinary;
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
