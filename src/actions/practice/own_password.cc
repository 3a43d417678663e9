#include "actions/practice/own_password.h"

#include <algorithm>

#include "accounts/audit/audit.h"
#include "accounts/breaches/breach_corpus.h"
#include "actions/practice/own_words.h"
#include "base/utf8.h"
#include "io/disk_tree.h"

namespace garde::actions {
namespace {

constexpr std::string_view kCorpusName = "leaks.garde";

std::string_view as_text(const crypto::SecretBytes& secret) {
  return {reinterpret_cast<const char*>(secret.bytes().data()), secret.size()};
}

std::optional<Message> problem_of_form(std::string_view wanted) {
  if (!is_utf8(wanted)) return Message{"form.problem.not-text", {}};
  const std::size_t length = count_code_points(wanted);
  if (length < kMinPasswordLength)
    return Message{"form.problem.password-short", {{"min", std::to_string(kMinPasswordLength)}}};
  if (length > kMaxPasswordLength)
    return Message{"form.problem.too-long", {{"max", std::to_string(kMaxPasswordLength)}}};
  return std::nullopt;
}

// Nothing unless there is one that proves itself.
std::optional<accounts::BreachCorpus> proved_corpus(const Practice& practice) {
  if (!breach_corpus(practice)) return std::nullopt;
  const auto folder = io::DiskTree::open(practice.folder().string());
  if (!folder) return std::nullopt;
  auto file = (*folder)->open(kCorpusName, io::Access::random);
  if (!file) return std::nullopt;
  auto corpus =
      accounts::BreachCorpus::open(std::move(file).take(), std::string(kCorpusName), accounts::CorpusCheck::at_opening);
  if (!corpus || !corpus->proof().established()) return std::nullopt;
  return std::move(corpus).take();
}

}  // namespace

std::optional<std::filesystem::path> breach_corpus(const Practice& practice) {
  std::error_code code;
  std::filesystem::path path = practice.folder() / kCorpusName;
  if (!std::filesystem::exists(path, code)) return std::nullopt;
  return path;
}

Result<FieldProblems> judge_new_password(Practice& practice, const crypto::SecretBytes& wanted) {
  if (wanted.empty()) return FieldProblems();
  if (const auto problem = problem_of_form(as_text(wanted))) return FieldProblems{{"wanted", *problem}};
  accounts::Export own;
  accounts::Account& account = own.accounts.emplace_back();
  account.name = "Garde";
  account.password = own.secrets.keep(as_text(wanted));
  const accounts::AuditedExport audited{.person = "", .read = &own};
  const std::vector<std::string> words = TRY(own_words(practice));
  const accounts::Knowledge& knowledge = practice.library().accounts;
  const auto corpus = proved_corpus(practice);
  accounts::AuditGrounds grounds{.words = knowledge.words,
                                 .tools = knowledge.tools,
                                 .rules = knowledge.rules,
                                 .corpus = corpus ? &*corpus : nullptr,
                                 .common_passwords = !corpus,
                                 .own_words = words};
  auto judged = accounts::audit({&audited, 1}, grounds, practice.now());
  if (!judged) {  // the part of the list that an answer needed cannot be read
    grounds.corpus = nullptr;
    grounds.common_passwords = true;
    judged = accounts::audit({&audited, 1}, grounds, practice.now());
  }
  const accounts::Audit verdict = TRY(std::move(judged));
  const auto& reasons = verdict.accounts.front().reasons;
  if (std::ranges::find(reasons, accounts::Reason::breached) != reasons.end())
    return FieldProblems{{"wanted", {"form.problem.password-breached", {}}}};
  if (std::ranges::find(reasons, accounts::Reason::guessable) != reasons.end())
    return FieldProblems{{"wanted", {"form.problem.password-guessable", {}}}};
  return FieldProblems();
}

}  // namespace garde::actions
