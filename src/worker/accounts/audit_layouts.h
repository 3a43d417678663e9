// How the audit of exports crosses to a worker and back.
#pragma once

#include <variant>

#include "accounts/audit/exports_audit.h"
#include "accounts/exports/key_file.h"
#include "cage/layouts.h"

namespace garde::worker {

constexpr std::size_t kMaxExports = 1000;
constexpr std::size_t kMaxTyped = 4096;       // bytes of a name, a word or a password that a person typed
constexpr std::size_t kMaxWords = 10'000;     // of the practice, and tools
constexpr std::size_t kMaxShown = 3U << 20U;  // of what an export says of an account: a cell whose every byte is "…"

struct AuditAnswer {
  std::variant<accounts::ExportsAudit, accounts::UnreadPart> value;
};

}  // namespace garde::worker

namespace garde::cage {

template <>
struct Layout<accounts::GivenExport> {
  static void describe(auto& form, auto& given) {
    form.bytes(given.subject, kMaxPath);
    form.bytes(given.person, worker::kMaxTyped);
    form.secret(given.file, accounts::kMaxExportSize.value);
    form.optional(given.password, [](auto& inner, auto& password) { inner.secret(password, worker::kMaxTyped); });
  }
};

template <>
struct Layout<accounts::GivenKeyFile> {
  static void describe(auto& form, auto& given) {
    form.bytes(given.subject, kMaxPath);
    form.secret(given.file, accounts::kMaxKeyFileSize.value);
  }
};

template <>
struct Layout<accounts::GivenExports> {
  static void describe(auto& form, auto& given) {
    form.list(given.exports, worker::kMaxExports);
    form.optional(given.key_file);
    form.optional(given.corpus, [](auto& inner, auto& name) { inner.bytes(name, kMaxPath); });
    form.list(given.own_words, worker::kMaxWords, [](auto& inner, auto& word) { inner.text(word, worker::kMaxTyped); });
    form.list(given.second_factor_on, worker::kMaxWords);
    form.fields(given.now);
  }
};

template <>
struct Layout<accounts::SkippedRow> {
  static void describe(auto& form, auto& row) {
    form.fields(row.line);
    form.choice(row.reason, accounts::SkipReason::template_entry);
  }
};

template <>
struct Layout<accounts::AuditedContent> {
  static void describe(auto& form, auto& content) {
    form.choice(content.format, accounts::ExportFormat::table);
    form.fields(content.in_clear, content.accounts);
    form.list(content.skipped, accounts::kMaxAccounts);
  }
};

template <>
struct Layout<accounts::CorpusAnswer> {
  static void describe(auto& form, auto& corpus) {
    form.fields(corpus.shipped);
    form.choice(corpus.doubt, accounts::CorpusDoubt::wrong_content);
    form.fields(corpus.entries);
  }
};

template <>
struct Layout<accounts::AuditedAccount> {
  static void describe(auto& form, auto& account) {
    form.fields(account.file, account.line);
    for (auto* text : {&account.name, &account.username, &account.url, &account.key, &account.family_rule})
      form.text(*text, worker::kMaxShown);
    form.list(account.reasons, accounts::kReasonCount,
              [](auto& inner, auto& reason) { inner.choice(reason, accounts::Reason::insecure_url); });
    form.fields(account.group, account.breach_count, account.common);
    form.choice(account.guessability, accounts::Guessability::strong);
    form.choice(account.cnil, accounts::CnilCase::none);
  }
};

template <>
struct Layout<accounts::ExportsAudit> {
  static void describe(auto& form, auto& audit) {
    form.list(audit.files, worker::kMaxExports);
    form.fields(audit.corpus);
    form.list(audit.audit.accounts, worker::kMaxExports * accounts::kMaxAccounts);
  }
};

template <>
struct Layout<accounts::UnreadPart> {
  static void describe(auto& form, auto& unread) {
    form.choice(unread.part, accounts::UnreadPart::Part::corpus);
    form.fields(unread.file);
    describe_error(form, unread.error);
  }
};

template <>
struct Layout<worker::AuditAnswer> {
  static void describe(auto& form, auto& answer) { form.fields(answer.value); }
};

}  // namespace garde::cage
