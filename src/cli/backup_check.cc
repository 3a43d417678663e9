#include "actions/backup_check.h"

#include <charconv>
#include <ostream>

#include "cli/commands.h"
#include "cli/files.h"
#include "documents/backup_check.h"

namespace garde::cli {
namespace {

constexpr ByteCount kMaxPasswordFile = 4_KiB;

// A whole number and what follows it.
std::optional<std::pair<int, std::string_view>> read_number(std::string_view text) {
  int number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || number <= 0) return std::nullopt;
  return std::pair(number, text.substr(static_cast<std::size_t>(end - text.data())));
}

// "26h", "2d", "10m"
std::optional<std::chrono::minutes> read_length(std::string_view text) {
  const auto number = read_number(text);
  if (!number) return std::nullopt;
  if (number->second == "m") return std::chrono::minutes{number->first};
  if (number->second == "h") return std::chrono::hours{number->first};
  if (number->second == "d") return Days{number->first};
  return std::nullopt;
}

// "all", "sample", "20%" or a time; false when it is none of them.
bool read_scope(std::string_view text, std::uint64_t seed, actions::BackupCheckRequest& request) {
  constexpr double kSampleShare = 0.1;
  if (text == "all") return true;
  if (text == "sample") {
    request.scope = formats::Sample{kSampleShare, seed};
    return true;
  }
  if (const auto number = read_number(text); number && number->second == "%" && number->first <= 100) {
    request.scope = formats::Sample{number->first / 100.0, seed};
    return true;
  }
  if (const auto length = read_length(text)) {
    request.scope = formats::Sample{1, seed};  // in an order drawn anew, as far as the time goes
    request.time_limit = *length;
    return true;
  }
  return false;
}

Result<crypto::SecretBytes> read_password(const Context& context, const std::string& path) {
  std::string text = TRY(read_input(context.in, path, kMaxPasswordFile));
  const std::size_t line = std::min(text.find_first_of("\r\n"), text.size());
  auto password = crypto::SecretBytes::copy_of(std::string_view(text).substr(0, line));
  crypto::wipe(std::as_writable_bytes(std::span(text)));
  return password;
}

ExitStatus status_of(backups::Outcome outcome) {
  switch (outcome) {
    case backups::Outcome::passed: return ExitStatus::fine;
    case backups::Outcome::failed: return ExitStatus::found_bad;
    case backups::Outcome::not_established: return ExitStatus::not_established;
  }
  return ExitStatus::not_established;
}

ExitStatus wrong_value(const Context& context, std::string_view option, const std::string& value) {
  say(context, {"cli.problem.not-a-value", {{"option", std::string(option)}, {"value", value}}});
  return ExitStatus::wrong_use;
}

}  // namespace

ExitStatus run_backup_check(const Context& context, const Arguments& arguments) {
  actions::BackupCheckRequest request;
  request.destination = arguments.value("destination").value_or("");
  request.sources = arguments.values("source");
  const std::string kind = arguments.value("kind").value_or("restic");
  if (kind != "restic") return wrong_value(context, "--kind", kind);
  const std::string read = arguments.value("read").value_or("all");
  const auto seed = static_cast<std::uint64_t>(context.now().time_since_epoch().count());
  if (!read_scope(read, seed, request)) return wrong_value(context, "--read", read);
  if (const auto age = arguments.value("max-age")) {
    const auto length = read_length(*age);
    if (!length) return wrong_value(context, "--max-age", *age);
    request.max_age = std::chrono::duration_cast<std::chrono::hours>(*length);
  }
  const auto password_file = arguments.value("password-file");
  if (!password_file) {
    say(context, {"cli.problem.missing", {{"option", "--password-file"}}});
    return ExitStatus::wrong_use;
  }
  const auto password = read_password(context, *password_file);
  if (!password) return fail(context, password.error(), "cli.input");
  const auto run = actions::check_backup(request, *password, context.now);
  if (!run) return fail(context, run.error());
  if (arguments.flag("json")) {
    context.out << documents::backup_check_json(*run) << '\n';
  } else {
    context.out << documents::backup_check_text(*run, context.library.texts, context.zone);
  }
  return status_of(run->outcome());
}

}  // namespace garde::cli
