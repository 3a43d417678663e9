#include "cli/backup_words.h"

#include <charconv>
#include <csignal>
#include <filesystem>
#include <istream>

#include "checker/open_backup.h"
#include "cli/files.h"
#include "cli/secret_input.h"
#include "cli/terminal.h"
#include "worker/backups/places.h"

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

// By its name, or by its folder under any path.
Result<std::optional<backups::Destination>> registered(actions::Practice& practice, const std::string& word) {
  auto found = TRY(actions::find_destination(practice, word));
  if (found) return found;
  const std::vector<std::string> asked = {whole_path(word)};
  const auto path = worker::resolve_paths(practice.readers(), asked).front();
  for (backups::Destination& one : TRY(actions::destinations(practice)))
    if (one.folder == (path ? path->real : asked.front())) return std::optional(std::move(one));
  return std::optional<backups::Destination>();
}

// False of a folder that is not there, or does not answer: the run will say so.
bool may_need_secret(const Context& context, const SecretOwner& owner) {
  if (owner.kind) return checker::may_need_secret(owner.kind);
  const auto inspected = worker::inspect_folder(context.readers, whole_path(owner.folder));
  return inspected && checker::may_need_secret(inspected->kind);
}

sigset_t endings() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

std::string whole_path(const std::string& path) {
  std::error_code code;
  const auto whole = std::filesystem::absolute(path, code);
  return code ? path : whole.lexically_normal().string();
}

std::optional<std::chrono::minutes> read_length(std::string_view text) {
  const auto number = read_number(text);
  if (!number) return std::nullopt;
  if (number->second == "m") return std::chrono::minutes{number->first};
  if (number->second == "h") return std::chrono::hours{number->first};
  if (number->second == "d") return Days{number->first};
  return std::nullopt;
}

std::optional<HowMuch> read_how_much(std::string_view text, std::uint64_t seed) {
  constexpr double kSampleShare = 0.1;
  if (text == "all") return HowMuch{formats::Everything{}, std::nullopt};
  if (text == "sample") return HowMuch{formats::Sample{kSampleShare, seed}, std::nullopt};
  if (const auto number = read_number(text); number && number->second == "%" && number->first <= 100)
    return HowMuch{formats::Sample{number->first / 100.0, seed}, std::nullopt};
  // In an order drawn anew, as far as the time goes.
  if (const auto length = read_length(text)) return HowMuch{formats::Sample{1, seed}, *length};
  return std::nullopt;
}

Result<std::optional<formats::Kind>> read_kind(const Arguments& arguments) {
  const std::string word = arguments.value("kind").value_or("");
  const auto kind = formats::parse_kind(word);
  if (!word.empty() && !kind) return Error{ErrorKind::invalid_input, word, std::nullopt, "no kind of backup"};
  return kind;
}

std::string alarm_title(const Context& context, const text::Zone& zone, const backups::Alarm& alarm) {
  const std::string day = text::long_day(zone.day_of(alarm.opened_at));
  return context.library.texts.sentence({"alarm.title", {{"day", day}, {"name", alarm.destination_name}}});
}

ExitStatus wrong_value(const Context& context, std::string_view option, const std::string& value) {
  say(context, {"cli.problem.not-a-value", {{"option", std::string(option)}, {"value", value}}});
  return ExitStatus::wrong_use;
}

ExitStatus zone_of_practice(const Context& context) {
  say(context, {"cli.problem.zone", {}});
  return ExitStatus::wrong_use;
}

ExitStatus status_of(backups::Outcome outcome) {
  switch (outcome) {
    case backups::Outcome::passed: return ExitStatus::fine;
    case backups::Outcome::failed: return ExitStatus::found_bad;
    case backups::Outcome::not_established: return ExitStatus::not_established;
  }
  return ExitStatus::not_established;
}

SecretOwner owner_of(actions::Practice& practice, const backups::Destination& destination) {
  return {destination.name, destination.folder, destination.kind, &practice, &destination};
}

Result<crypto::SecretBytes> destination_secret(const Context& context, const Arguments& arguments,
                                               const SecretOwner& owner) {
  if (const auto file = arguments.value("password-file")) return read_secret_file(context, *file);
  const bool is_sealed = owner.destination != nullptr && owner.destination->has_sealed_secret;
  if (const auto file = arguments.value("seal-file"); file && is_sealed) {
    const auto password = TRY(read_secret_file(context, *file));
    return actions::kept_secret(*owner.practice, owner.destination->id, password);
  }
  if (!errors_go_to_a_terminal() || !may_need_secret(context, owner)) return crypto::SecretBytes();
  const auto ask = [&](const char* key) {
    return ask_password(context.library.texts.sentence({key, {{"name", owner.name}}}) + " ");
  };
  if (is_sealed)
    if (auto own = ask("backups.ask.own-password"))
      return actions::kept_secret(*owner.practice, owner.destination->id, *own);
  return ask("backups.ask.password").value_or(crypto::SecretBytes());
}

Result<crypto::SecretBytes> read_secret_file(const Context& context, const std::string& path) {
  std::string text = TRY(read_input(context.in, path, kMaxPasswordFile));
  const std::size_t line = std::min(text.find_first_of("\r\n"), text.size());
  auto secret = crypto::SecretBytes::copy_of(std::string_view(text).substr(0, line));
  crypto::wipe(std::as_writable_bytes(std::span(text)));
  return secret;
}

std::optional<NamedPlace> find_named(const Context& context, const Arguments& arguments, const std::string& word) {
  const bool is_a_path = word.find('/') != std::string::npos || word == "." || word == "..";
  if (is_a_path && !arguments.value("data") && !arguments.value("database")) return NamedPlace{};
  NamedPlace place{open_practice(context, arguments), std::nullopt};
  if (place.practice == nullptr) return std::nullopt;
  auto found = registered(*place.practice, word);
  if (!found) {
    fail(context, found.error());
    return std::nullopt;
  }
  place.destination = std::move(*found);
  return place;
}

StopOnInterrupt::StopOnInterrupt() {
  const sigset_t set = endings();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  waiting_ = std::jthread([this](std::stop_token over) {
    const sigset_t wanted = endings();
    while (!over.stop_requested()) {
      const int signal = sigwaitinfo(&wanted, nullptr);
      if (signal < 0) continue;
      if (over.stop_requested()) return;
      if (source_.stop_requested()) {
        pthread_sigmask(SIG_UNBLOCK, &wanted, nullptr);
        std::raise(signal);
      }
      source_.request_stop();
    }
  });
}

StopOnInterrupt::~StopOnInterrupt() {
  waiting_.request_stop();
  pthread_kill(waiting_.native_handle(), SIGINT);  // to this thread alone, which waits for no other
  waiting_.join();
  const sigset_t set = endings();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace garde::cli
