#include "actions/accounts/accesses.h"
#include "actions/accounts/account_audit.h"

#include <filesystem>
#include <ostream>

#include "accounts/exports/folded_text.h"
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

class Reading {
 public:
  Reading(const Context& context, accounts::ExportSecrets secrets) : context_(context), secrets_(secrets) {}

  Result<actions::ReadExport> read(const NamedExport& named) {
    crypto::SecretBytes bytes = TRY(actions::load_export(named.path));
    const bool locked = accounts::needs_password(bytes.bytes());
    auto content = locked && secrets_.password == nullptr
                       ? read_asking(named.path, bytes)
                       : accounts::read_export(named.path, std::move(bytes), secrets_);
    if (!content) return content.error();
    std::error_code ignored;
    return actions::ReadExport{.subject = named.path,
                               .person = named.person,
                               .absolute_path = std::filesystem::canonical(named.path, ignored).generic_string(),
                               .in_clear = !locked,
                               .content = std::move(content).take()};
  }

 private:
  // Nothing typed, and nobody there to type, leave the key file alone.
  Result<accounts::Export> read_asking(const std::string& path, const crypto::SecretBytes& bytes) {
    const bool has_key = secrets_.key_file != nullptr;
    const Message question{has_key ? "cli.accounts-audit.password-beside-key" : "cli.accounts-audit.password",
                           {{"file", path}}};
    for (int attempt = 1;; ++attempt) {
      const auto password = ask_password(context_.library.texts.sentence(question) + " ");
      if (!password && !has_key) return Error{ErrorKind::wrong_secret, path, std::nullopt, "a password is needed"};
      auto content =
          accounts::read_export(path, crypto::SecretBytes::copy_of(bytes.bytes()),
                                {.password = password ? &*password : nullptr, .key_file = secrets_.key_file});
      if (content || !password || content.error().kind != ErrorKind::wrong_secret || attempt == kAttempts)
        return content;
      fail(context_, content.error(), "cli.export");
    }
  }

  const Context& context_;
  accounts::ExportSecrets secrets_;
};

// Where both are true, that the check could not be made is what a script must not miss.
ExitStatus status_of(const accounts::AuditReport& report) {
  if (!report.corpus.established()) return ExitStatus::not_established;
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
  std::optional<crypto::SecretBytes> password;
  if (const auto path = arguments.value("password-file")) {
    auto read = read_password_file(*path);
    if (!read) return fail(context, read.error());
    password = std::move(read).take();
  }
  std::optional<crypto::SecretBytes> key_file;
  if (const auto path = arguments.value("key-file")) {
    auto read = actions::load_key_file(*path);
    if (!read) return fail(context, read.error(), "cli.key-file");
    key_file = std::move(read).take();
  }
  Reading reading(context, {.password = password ? &*password : nullptr, .key_file = key_file ? &*key_file : nullptr});
  std::vector<actions::ReadExport> exports;
  for (const NamedExport& file : files) {
    auto read = reading.read(file);
    if (!read) return fail(context, read.error(), "cli.export");
    exports.push_back(std::move(read).take());
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
  const actions::AuditGroundsGiven grounds{.corpus = arguments.value("breached"),
                                           .own_words = std::move(own.own_words),
                                           .second_factor_on = std::move(own.second_factor_on),
                                           .backed_up = std::move(own.backed_up),
                                           .accepted = std::move(own.accepted)};
  const auto report = actions::audit_exports(exports, grounds, context.library.accounts, context.now());
  if (!report) return fail(context, report.error());
  if (practice) {
    const auto kept = actions::keep_audit(*practice, *report);
    if (!kept) return fail(context, kept.error());
  }
  if (arguments.flag("json")) {
    context.out << documents::account_audit_json(*report, context.library.texts) << '\n';
  } else {
    context.out << documents::account_audit_text(*report, context.library.texts);
  }
  return status_of(*report);
}

}  // namespace garde::cli
