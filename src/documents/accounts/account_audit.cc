#include "documents/accounts/account_audit.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "base/as_text.h"
#include "evidence/judged_json.h"

namespace garde::documents {
namespace {

namespace json = boost::json;
using accounts::AuditedAccount;
using accounts::AuditedFile;

template <class T>
json::value or_null(const std::optional<T>& value) {
  if (!value) return nullptr;
  return json::value(*value);
}

json::value text_or_null(std::string text) {
  if (text.empty()) return nullptr;
  return json::value(std::move(text));
}

std::string_view why(const accounts::CorpusAnswer& corpus) {
  if (corpus.shipped) return "shipped-list";
  return corpus.established() ? "published-list" : name(corpus.doubt);
}

// Bands: to the bit, they would tell which of the common passwords it is.
std::string_view bits_of(accounts::Guessability guessability) {
  switch (guessability) {
    case accounts::Guessability::weak: return "under-40";
    case accounts::Guessability::fair: return "40-to-59";
    case accounts::Guessability::strong: return "60-and-more";
  }
  return "";
}
std::string_view bits_of(accounts::CnilCase met) {
  switch (met) {
    case accounts::CnilCase::none: return "under-13";
    case accounts::CnilCase::device_code: return "13-to-49";
    case accounts::CnilCase::restricted: return "50-to-79";
    case accounts::CnilCase::alone: return "80-and-more";
  }
  return "";
}

json::value account_json(const AuditedAccount& account, const accounts::AuditReport& report,
                         const text::Catalogue& texts) {
  json::array reasons;
  for (const accounts::Reason reason : account.reasons) reasons.push_back(json::value(name(reason)));
  json::value action = nullptr;
  const auto open = open_reasons(report.accepted, account);
  if (!open.empty()) action = texts.sentence(accounts::next_action(open.front()));
  json::array risks;
  for (const accounts::Reason reason : account.reasons)
    if (const auto* risk = accepted(report.accepted, account, reason))
      risks.push_back({{"reason", name(reason)},
                       {"because", as_text(risk->because)},
                       {"by", as_text(risk->accepted_by)},
                       {"review_on", to_iso(risk->review_on)}});
  return {{"line", account.line},
          {"name", as_text(account.name)},
          {"username", as_text(account.username)},
          {"url", as_text(account.url)},
          {"reasons", std::move(reasons)},
          {"group", or_null(account.group)},
          {"breach_count", or_null(account.breach_count)},
          {"bits", {{"guessability", bits_of(account.guessability)}, {"cnil_formula", bits_of(account.cnil)}}},
          {"next_action", std::move(action)},
          {"rule", text_or_null(account.family_rule)},
          {"file", as_text(report.files.at(account.file).subject)},
          {"accepted", std::move(risks)}};
}

std::string count(std::uint64_t number) { return text::number(static_cast<std::int64_t>(number)); }

std::string described(const AuditedAccount& account, const text::Catalogue& texts) {
  std::string line = account.name.empty() ? texts.sentence("accounts.unnamed") : as_text(account.name);
  if (!account.username.empty()) line += fmt::format(" ({})", as_text(account.username));
  if (!account.url.empty()) line += fmt::format(" {}", as_text(account.url));
  return line;
}

class Writer {
 public:
  Writer(const accounts::AuditReport& report, const text::Catalogue& texts) : report_(report), texts_(texts) {}

  std::string all() && {
    auto order = accounts::in_order_of_mending(report_.audit);
    const auto lived_with = std::ranges::stable_partition(
        order, [&](std::size_t i) { return !open_reasons(report_.accepted, report_.audit.accounts[i]).empty(); });
    const std::size_t concerned = order.size() - lived_with.size();
    fmt::format_to(std::back_inserter(text_), "{}\n", account_audit_headline(report_, concerned, texts_));
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i == concerned) fmt::format_to(std::back_inserter(text_), "\n{}\n", texts_.sentence("accesses.risk.title"));
      write_account(report_.audit.accounts[order[i]]);
    }
    text_ += '\n';
    write_corpus();
    for (const AuditedFile& file : report_.files) write_file(file);
    return std::move(text_);
  }

 private:
  void say(const Message& message, std::string_view indent = "") {
    fmt::format_to(std::back_inserter(text_), "{}{}\n", indent, texts_.sentence(message));
  }

  void write_account(const AuditedAccount& account) {
    fmt::format_to(std::back_inserter(text_), "\n{}\n", described(account, texts_));
    for (const accounts::Reason reason : account.reasons) {
      say(explanation(account, reason), "  - ");
      if (const auto* risk = accepted(report_.accepted, account, reason))
        fmt::format_to(std::back_inserter(text_), "    {} {}\n",
                       texts_.sentence({"accesses.risk.accepted",
                                        {{"by", risk->accepted_by}, {"day", text::long_day(risk->review_on)}}}),
                       as_text(risk->because));
    }
    if (account.breach_count) say({"accounts.breach-count", {{"count", count(*account.breach_count)}}}, "    ");
    if (account.group) say({"accounts.group", {{"group", count(*account.group)}}}, "    ");
    fmt::format_to(std::back_inserter(text_), "    {}\n", strength_sentence(account, texts_));
    if (account.key.empty()) say({"accounts.hidden", {{"line", count(account.line)}}}, "    ");
    const auto open = open_reasons(report_.accepted, account);
    if (!open.empty()) say(accounts::next_action(open.front()), "  → ");
  }

  void write_corpus() {
    const accounts::CorpusAnswer& corpus = report_.corpus;
    if (corpus.shipped) {
      say({"accounts.corpus-shipped", {{"count", count(corpus.entries)}}});
    } else if (corpus.established()) {
      say({"accounts.corpus-used", {{"count", count(corpus.entries)}}});
    } else {
      say({"accounts.corpus-not-established", {}});
      say({fmt::format("accounts.corpus.{}", name(corpus.doubt)), {}}, "  ");
    }
  }

  void write_file(const AuditedFile& file) {
    const std::string subject = as_text(file.subject);
    if (!file.skipped.empty()) {
      say({"accounts.skipped-rows", {{"file", subject}, {"count", count(file.skipped.size())}}});
      std::map<accounts::SkipReason, std::vector<std::string>> lines;
      for (const accounts::SkippedRow& row : file.skipped)
        lines[row.reason].push_back(text::number(static_cast<std::int64_t>(row.line)));
      for (auto& [reason, numbers] : lines) {
        constexpr std::size_t kShown = 8;
        if (numbers.size() > kShown) {
          numbers.resize(kShown);
          numbers.emplace_back("…");
        }
        say({"accounts.skipped-lines", {{"lines", fmt::format("{}", fmt::join(numbers, ", "))}}}, "  ");
        say({fmt::format("accounts.skipped.{}", name(reason)), {}}, "    ");
      }
    }
    if (file.in_clear) say({"accounts.delete-export", {{"file", subject}}});
    if (file.in_clear && file.synced_folder)
      say({"accounts.export-in-synced-folder", {{"file", subject}, {"service", *file.synced_folder}}});
    if (file.in_clear && file.backed_up_by)
      say({"accounts.export-in-backed-up-folder", {{"file", subject}, {"destination", *file.backed_up_by}}});
  }

  const accounts::AuditReport& report_;
  const text::Catalogue& texts_;
  std::string text_;
};

}  // namespace

std::string account_audit_json(const accounts::AuditReport& report, const text::Catalogue& texts) {
  json::array audited;
  for (const AuditedAccount& account : report.audit.accounts) audited.push_back(account_json(account, report, texts));
  json::array skipped;
  json::array files;
  for (const AuditedFile& file : report.files) {
    for (const accounts::SkippedRow& row : file.skipped)
      skipped.push_back({{"line", row.line}, {"why", name(row.reason)}, {"file", as_text(file.subject)}});
    files.push_back({{"file", as_text(file.subject)},
                     {"person", text_or_null(as_text(file.person))},
                     {"format", name(file.format)},
                     {"in_clear", file.in_clear},
                     {"synced_folder", or_null(file.synced_folder)},
                     {"backed_up_by", text_or_null(as_text(file.backed_up_by.value_or("")))},
                     {"accounts", file.accounts}});
  }
  const evidence::Judgement judgement = accounts::judgement(report);
  return json::serialize(json::object{
      {"outcome", name(judgement.outcome())},
      {"judged", evidence::to_json(judgement.judged())},
      {"accounts", std::move(audited)},
      {"corpus",
       {{"established", report.corpus.established()}, {"entries", report.corpus.entries}, {"why", why(report.corpus)}}},
      {"skipped", std::move(skipped)},
      {"files", std::move(files)}});
}

std::string account_audit_headline(const accounts::AuditReport& report, std::uint64_t to_mend,
                                   const text::Catalogue& texts) {
  const evidence::Judged judged = accounts::judged(report);
  const std::uint64_t unread = judged.of - judged.units;
  if (judged.of == 0) return texts.sentence("accounts.none-read");
  const std::string sentence =
      unread == 0
          ? texts.sentence({"accounts.read", {{"count", count(judged.units)}}})
          : texts.sentence({"accounts.read-in-part",
                            {{"count", count(unread)}, {"read", count(judged.units)}, {"of", count(judged.of)}}});
  if (to_mend > 0) return sentence + "\n" + texts.sentence({"accounts.to-mend", {{"count", count(to_mend)}}});
  if (judged.units == 0) return sentence;
  return sentence + "\n" + texts.sentence(unread == 0 ? "accounts.nothing-to-mend" : "accounts.rest-to-examine");
}

std::string strength_sentence(const AuditedAccount& account, const text::Catalogue& texts) {
  return texts.sentence(
      {"accounts.strength",
       {{"guessability", texts.sentence(fmt::format("accounts.guessability.{}", name(account.guessability)))},
        {"cnil", texts.sentence(fmt::format("accounts.cnil.{}", name(account.cnil)))}}});
}

std::string account_audit_text(const accounts::AuditReport& report, const text::Catalogue& texts) {
  return Writer(report, texts).all();
}

}  // namespace garde::documents
