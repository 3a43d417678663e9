#include <charconv>

#include "cli/commands.h"

namespace garde::cli {
namespace {

constexpr std::uint16_t kDefaultPort = 8743;

struct Listen {
  std::string address = "127.0.0.1";
  std::uint16_t port = kDefaultPort;
};

// "127.0.0.1", "127.0.0.1:8080", ":8080", "[::1]:8080"
std::optional<Listen> read_listen(std::string_view text) {
  Listen listen;
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.rfind(':');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  std::string_view address = text.substr(0, has_port ? colon : text.size());
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  if (!address.empty()) listen.address = address;
  if (!has_port) return listen;
  const std::string_view port = text.substr(colon + 1);
  const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
  if (code != std::errc{} || end != port.data() + port.size()) return std::nullopt;
  return listen;
}

// Beyond it answers and passwords would cross the network in clear.
bool is_this_computer(std::string_view address) {
  return address == "127.0.0.1" || address == "::1" || address == "localhost";
}

}  // namespace

ExitStatus run_serve(const Context& context, const Arguments& arguments) {
  const std::string given = arguments.value("listen").value_or("");
  const auto listen = read_listen(given);
  if (!listen || !is_this_computer(listen->address)) {
    say(context, {listen ? "cli.problem.listen-beyond" : "cli.problem.listen", {{"value", given}}});
    return ExitStatus::wrong_use;
  }
  const auto served = context.serve({.port = listen->port, .place = data_place(arguments)});
  return served ? ExitStatus::fine : fail(context, served.error().error, served.error().situation);
}

}  // namespace garde::cli
