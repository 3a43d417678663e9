// What the commands about backups share: lengths, how much is read, passwords, and who asked to stop.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "actions/backups/backup_destinations.h"
#include "backups/alarm.h"
#include "backups/check.h"
#include "cli/command.h"
#include "crypto/secret.h"
#include "formats/kinds.h"
#include "formats/verification.h"

namespace garde::cli {

// A person's path, from here; nothing on the way is looked at.
std::string whole_path(const std::string& path);

// "26h", "2d", "10m"
std::optional<std::chrono::minutes> read_length(std::string_view text);

struct HowMuch {
  formats::Scope scope;
  std::optional<std::chrono::milliseconds> time_limit;
};
// "all", "sample", "20%" or a time; nothing when it is none of them.
std::optional<HowMuch> read_how_much(std::string_view text, std::uint64_t seed);

// --kind, absent when it is not given. Error: `invalid_input`, about the word that names none.
Result<std::optional<formats::Kind>> read_kind(const Arguments& arguments);

// Says on `err` that a value does not fit its option.
ExitStatus wrong_value(const Context& context, std::string_view option, const std::string& value);

// Says on `err` that --zone is for a folder: a registered destination has its practice's.
ExitStatus zone_of_practice(const Context& context);

ExitStatus status_of(backups::Outcome outcome);

// "Alerte du 20 novembre 2026 : Disque USB"
std::string alarm_title(const Context& context, const text::Zone& zone, const backups::Alarm& alarm);

// The first line of a small file, "-" for the input.
Result<crypto::SecretBytes> read_secret_file(const Context& context, const std::string& path);

// Whose password is asked for.
struct SecretOwner {
  std::string name;    // as the question says it
  std::string folder;  // not asked when it shows that no password is needed
  std::optional<formats::Kind> kind = {};
  actions::Practice* practice = nullptr;  // of a registered destination, with the next
  const backups::Destination* destination = nullptr;
};
SecretOwner owner_of(actions::Practice& practice, const backups::Destination& destination);
// The first line of --password-file, else the one that is kept, opened with the first line of --seal-file, else what is
// typed when somebody sits at a terminal (their own password where one is kept), else empty.
Result<crypto::SecretBytes> destination_secret(const Context& context, const Arguments& arguments,
                                               const SecretOwner& owner);

// What a word of the command line means: a registered destination of a practice that is now open, or a folder. A path
// is a folder unless the practice's data is named too. Nothing when the practice cannot be opened, and that was said.
struct NamedPlace {
  std::unique_ptr<actions::Practice> practice;
  std::optional<backups::Destination> destination;
};
std::optional<NamedPlace> find_named(const Context& context, const Arguments& arguments, const std::string& word);

// While this lives, Ctrl-C and SIGTERM ask to stop, so that what was restored is wiped, instead of ending the program;
// a second one ends it.
class StopOnInterrupt {
 public:
  StopOnInterrupt();
  ~StopOnInterrupt();
  StopOnInterrupt(const StopOnInterrupt&) = delete;
  StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;
  std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::jthread waiting_;
};

}  // namespace garde::cli
