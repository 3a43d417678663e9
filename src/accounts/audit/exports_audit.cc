#include "accounts/audit/exports_audit.h"

#include <algorithm>

#include "accounts/breaches/breach_corpus.h"
#include "accounts/exports/key_file.h"

namespace garde::accounts {
namespace {

using Part = UnreadPart::Part;

tl::unexpected<UnreadPart> unread(Part part, Error error, std::size_t file = 0) {
  return tl::unexpected(UnreadPart{part, file, std::move(error)});
}

// The audit, without the corpus when the part of it that an answer needed is not as it was: nothing is then said about
// breaches.
Result<Audit> audit_with(std::span<const AuditedExport> exports, AuditGrounds grounds, CorpusAnswer& corpus,
                         Instant now) {
  auto judged = audit(exports, grounds, now);
  if (judged || judged.error().kind != ErrorKind::damaged) return judged;
  corpus.doubt = CorpusDoubt::wrong_order;
  grounds.corpus = nullptr;
  return audit(exports, grounds, now);
}

}  // namespace

tl::expected<ExportsAudit, UnreadPart> audit_given(GivenExports given, const AuditKnowledge& knowledge,
                                                   std::unique_ptr<io::File> corpus_file) {
  std::optional<crypto::SecretBytes> key;
  if (given.key_file) {
    auto read = read_key_file(given.key_file->subject, given.key_file->file.bytes());
    if (!read) return unread(Part::key_file, std::move(read).error());
    key = std::move(read).take();
  }
  ExportsAudit result;
  std::vector<Export> contents;
  contents.reserve(given.exports.size());
  for (GivenExport& file : given.exports) {
    auto content =
        read_export(file.subject, std::move(file.file),
                    {.password = file.password ? &*file.password : nullptr, .key_file = key ? &*key : nullptr});
    if (!content) return unread(Part::content, std::move(content).error(), contents.size());
    result.files.push_back({content->format, content->in_clear, content->accounts.size(), content->skipped});
    contents.push_back(std::move(content).take());
  }
  std::vector<AuditedExport> audited;
  for (std::size_t i = 0; i < contents.size(); ++i) audited.push_back({given.exports[i].person, &contents[i]});

  std::optional<BreachCorpus> corpus;
  if (given.corpus) {
    auto opened = BreachCorpus::open(std::move(corpus_file), *given.corpus, CorpusCheck::at_opening);
    if (!opened) return unread(Part::corpus, std::move(opened).error());
    corpus.emplace(std::move(opened).take());
    result.corpus = {.shipped = false, .doubt = corpus->proof().doubt, .entries = corpus->proof().entries};
  } else {
    result.corpus = {.shipped = true, .entries = knowledge.words.common_passwords()};
  }
  auto judged = audit_with(audited,
                           {.words = knowledge.words,
                            .tools = knowledge.tools,
                            .rules = knowledge.rules,
                            .corpus = corpus && corpus->proof().established() ? &*corpus : nullptr,
                            .common_passwords = !given.corpus,
                            .own_words = given.own_words,
                            .second_factor_on = given.second_factor_on},
                           result.corpus, given.now);
  if (!judged) return unread(Part::corpus, std::move(judged).error());
  result.audit = std::move(judged).take();
  return result;
}

bool is_consistent(const ExportsAudit& audit, std::size_t exports) {
  std::uint64_t accounts = 0;
  for (const AuditedContent& file : audit.files) accounts += std::min<std::uint64_t>(file.accounts, kMaxAccounts + 1);
  return audit.files.size() == exports && accounts == audit.audit.accounts.size() &&
         std::ranges::all_of(audit.audit.accounts, [&](const AuditedAccount& account) {
           return account.file < exports && std::ranges::is_sorted(account.reasons, std::ranges::less_equal{}) &&
                  (!account.group || (*account.group >= 1 && *account.group <= accounts));
         });
}

}  // namespace garde::accounts
