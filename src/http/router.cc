#include "http/router.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace garde::http {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at + 1), path.size());
    parts.push_back(path.substr(at + 1, end - at - 1));
    at = end;
  }
  return parts;
}

bool is_parameter(std::string_view segment) {
  return segment.size() >= 2 && segment.front() == '{' && segment.back() == '}';
}

bool is_pattern(std::string_view pattern) {
  std::vector<std::string_view> names;
  for (std::string_view segment : segments(pattern)) {
    if (is_parameter(segment)) {
      segment = segment.substr(1, segment.size() - 2);
      if (segment.empty() || std::ranges::find(names, segment) != names.end()) return false;
      names.push_back(segment);
    }
    if (segment.find_first_of("{}") != std::string_view::npos) return false;
  }
  return pattern.starts_with('/');
}

// Equal for two patterns that match the same paths; sorts a literal before a parameter in the same place.
std::vector<std::pair<bool, std::string_view>> shape(std::string_view pattern) {
  std::vector<std::pair<bool, std::string_view>> key;
  for (const std::string_view segment : segments(pattern)) {
    const bool parameter = is_parameter(segment);
    key.emplace_back(parameter, parameter ? "" : segment);
  }
  return key;
}

std::optional<Fields> match(std::string_view pattern, std::span<const std::string_view> path) {
  const auto expected = segments(pattern);
  if (expected.size() != path.size()) return std::nullopt;
  std::vector<Field> parameters;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is_parameter(expected[i]) && !path[i].empty()) {
      parameters.push_back({std::string(expected[i].substr(1, expected[i].size() - 2)), std::string(path[i])});
    } else if (expected[i] != path[i]) {
      return std::nullopt;
    }
  }
  return Fields(std::move(parameters));
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  const auto key = [](const Route& route) { return std::pair(shape(route.pattern), route.method); };
  std::ranges::sort(routes_, {}, key);
  GARDE_CHECK(std::ranges::adjacent_find(routes_, {}, key) == routes_.end());
  for (const Route& route : routes_) {
    GARDE_CHECK(is_pattern(route.pattern));
    GARDE_CHECK(route.method != Method::head);
    GARDE_CHECK(route.responder.handle != nullptr);
  }
}

std::variant<Router::Match, Router::Miss> Router::find(Method method, std::string_view path) const {
  const Method wanted = method == Method::head ? Method::get : method;
  const auto parts = segments(path);
  Miss miss;
  for (const Route& route : routes_) {
    auto parameters = match(route.pattern, parts);
    if (!parameters) continue;
    if (route.method == wanted) return Match{&route, std::move(*parameters)};
    if (std::ranges::find(miss.allowed, route.method) == miss.allowed.end()) miss.allowed.push_back(route.method);
  }
  return miss;
}

}  // namespace garde::http
