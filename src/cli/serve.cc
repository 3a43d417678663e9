#include <charconv>

#include "cli/commands.h"

namespace garde::cli {
namespace {

constexpr std::uint16_t kDefaultPort = 8743;

// "127.0.0.1", "127.0.0.1:8080", ":8080", "[::1]:8080"
std::optional<ServeRequest> read_listen(std::string_view text) {
  ServeRequest request{.address = "127.0.0.1", .port = kDefaultPort, .place = {}};
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.rfind(':');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  std::string_view address = text.substr(0, has_port ? colon : text.size());
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  if (!address.empty()) request.address = address;
  if (!has_port) return request;
  const std::string_view port = text.substr(colon + 1);
  const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), request.port);
  if (code != std::errc{} || end != port.data() + port.size()) return std::nullopt;
  return request;
}

}  // namespace

ExitStatus run_serve(const Context& context, const Arguments& arguments) {
  const std::string listen = arguments.value("listen").value_or("");
  auto request = read_listen(listen);
  if (!request) {
    say(context, {"cli.problem.listen", {{"value", listen}}});
    return ExitStatus::wrong_use;
  }
  request->place = data_place(arguments);
  const auto served = context.serve(*request);
  return served ? ExitStatus::fine : fail(context, served.error().error, served.error().situation);
}

}  // namespace garde::cli
