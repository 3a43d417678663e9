#include "actions/accounts/accesses.h"
#include "actions/accounts/account_audit.h"

#include <filesystem>

#include <fmt/format.h>

#include "accounts/exports/folded_text.h"
#include "accounts/exports/other_file.h"
#include "cli/commands.h"
#include "cli/secret_input.h"
#include "crypto/process_memory.h"
#include "documents/accounts/account_audit.h"

namespace garde::cli {
namespace {

constexpr int kAttempts = 3;  // at the terminal

struct NamedExport {
  std::string person;  // empty when nobody said
  std::string path;
};

std::optional<NamedExport> read_person(const std::string& value) {
  const std::size_t equals = value.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == value.size()) return std::nullopt;
  return NamedExport{value.substr(0, equals), value.substr(equals + 1)};
}

// The exports with what opens them, and whose password the person types when no file gave it.
class Audit {
 public:
  Audit(const Context& context, accounts::GivenExports given, actions::ExportPlaces places)
      : context_(context), given_(std::move(given)), places_(std::move(places)), typed_(given_.exports.size(), 0) {}

  Result<void> ask_for_passwords() {
    for (std::size_t i = 0; i < given_.exports.size(); ++i)
      if (!given_.exports[i].password && accounts::needs_password(given_.exports[i].file.bytes())) TRY(ask(i));
    return {};
  }

  // Or how the command ends, once `err` says why.
  tl::expected<accounts::AuditReport, ExitStatus> run() {
    for (;;) {
      auto report = actions::audit_exports(context_.readers, given_, places_, context_.library.accounts);
      if (report) return std::move(report).value();
      const ExitStatus status = explain(report.error());
      if (!may_be_typed_again(report.error()) || !ask(report.error().file)) return tl::unexpected(status);
    }
  }

 private:
  using About = actions::AuditProblem::About;

  // Nothing typed, and nobody there to type, leave the key file alone.
  Result<void> ask(std::size_t i) {
    accounts::GivenExport& file = given_.exports[i];
    const bool has_key = given_.key_file.has_value();
    const Message question{has_key ? "cli.accounts-audit.password-beside-key" : "cli.accounts-audit.password",
                           {{"file", file.subject}}};
    ++typed_[i];
    file.password = ask_password(context_.library.texts.sentence(question) + " ");
    if (!file.password && !has_key)
      return Error{ErrorKind::wrong_secret, file.subject, std::nullopt, "a password is needed"};
    return {};
  }

  bool may_be_typed_again(const actions::AuditProblem& problem) const {
    if (problem.about != About::content || problem.error.kind != ErrorKind::wrong_secret) return false;
    return given_.exports[problem.file].password && typed_[problem.file] > 0 && typed_[problem.file] < kAttempts;
  }

  ExitStatus explain(const actions::AuditProblem& problem) const {
    if (const auto other = problem.about == About::content ? accounts::other_file_of(problem.error) : std::nullopt) {
      say(context_, {fmt::format("accounts.other-file.{}", name(*other)), {{"file", problem.error.subject}}});
      return ExitStatus::wrong_use;
    }
    if (problem.about != About::reading || problem.ending == cage::Ending::failed)
      return fail(context_, problem.error, situation(problem.about));
    say(context_, cage::explanation(problem.ending));
    return ExitStatus::not_established;
  }

  static std::string_view situation(About about) {
    if (about == About::content) return "cli.export";
    return about == About::key_file ? "cli.key-file" : "error";
  }

  const Context& context_;
  accounts::GivenExports given_;
  actions::ExportPlaces places_;
  std::vector<int> typed_;  // how often the password of each was asked for
};

// Where both are true, that the check could not be made is what a script must not miss.
ExitStatus status_of(const accounts::AuditReport& report) {
  if (!report.corpus.established() || !accounts::kEnoughOfAnAudit.holds(judged(report)))
    return ExitStatus::not_established;
  return has_open_findings(report) ? ExitStatus::found_bad : ExitStatus::fine;
}

}  // namespace

ExitStatus run_accounts_audit(const Context& context, const Arguments& arguments) {
  if (!crypto::guard_process_memory().no_dump) say(context, {"cli.accounts-audit.not-guarded", {}});
  std::vector<NamedExport> files;
  for (std::string& path : arguments.values("file")) files.push_back({"", std::move(path)});
  for (const std::string& value : arguments.values("people")) {
    const auto person = read_person(value);
    if (!person) {
      say(context, {"cli.problem.not-a-value", {{"option", "--people"}, {"value", value}}});
      return ExitStatus::wrong_use;
    }
    files.push_back(*person);
  }
  if (files.empty()) {
    say(context, {"cli.problem.missing", {{"option", "FILE"}}});
    return ExitStatus::wrong_use;
  }
  accounts::GivenExports given{.exports = {}, .now = context.now()};
  actions::ExportPlaces places;
  std::optional<crypto::SecretBytes> password;
  if (const auto path = arguments.value("password-file")) {
    auto read = read_password_file(*path);
    if (!read) return fail(context, read.error());
    password = std::move(read).take();
  }
  if (const auto path = arguments.value("key-file")) {
    auto read = actions::load_key_file(*path);
    if (!read) return fail(context, read.error(), "cli.key-file");
    given.key_file = {*path, std::move(read).take()};
  }
  for (const NamedExport& file : files) {
    auto bytes = actions::load_export(file.path);
    if (!bytes) return fail(context, bytes.error(), "cli.export");
    given.exports.push_back({.subject = file.path, .person = file.person, .file = std::move(bytes).take()});
    if (password) given.exports.back().password = crypto::SecretBytes::copy_of(password->bytes());
    std::error_code ignored;
    places.paths.push_back(std::filesystem::canonical(file.path, ignored).generic_string());
  }
  std::unique_ptr<actions::Practice> practice;  // whose plan is to know of it
  actions::PracticeGrounds own;
  if (arguments.value("data") || arguments.value("database")) {
    practice = open_practice(context, arguments);
    if (!practice) return ExitStatus::wrong_use;
    auto known = actions::practice_grounds(*practice);
    if (!known) return fail(context, known.error());
    own = std::move(known).take();
  }
  for (std::string& word : arguments.values("word")) own.own_words.push_back(accounts::folded(word));
  given.corpus = arguments.value("breached");
  given.own_words = std::move(own.own_words);
  given.second_factor_on = std::move(own.second_factor_on);
  places.backed_up = std::move(own.backed_up);
  places.accepted = std::move(own.accepted);
  Audit audit(context, std::move(given), std::move(places));
  if (const auto asked = audit.ask_for_passwords(); !asked) return fail(context, asked.error(), "cli.export");
  const auto report = audit.run();
  if (!report) return report.error();
  if (practice) {
    const auto kept = actions::keep_audit(*practice, *report);
    if (!kept) return fail(context, kept.error());
  }
  if (arguments.flag("json")) {
    context.out << Json{documents::account_audit_json(*report, context.library.texts)} << '\n';
  } else {
    context.out << Lines{documents::account_audit_text(*report, context.library.texts)};
  }
  return status_of(*report);
}

}  // namespace garde::cli
