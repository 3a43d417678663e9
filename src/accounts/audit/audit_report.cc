#include "accounts/audit/audit_report.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace garde::accounts {

evidence::Judged judged(const AuditReport& report) {
  evidence::Judged judged;
  judged.add_many(report.audit.accounts.size(), {});
  for (const AuditedFile& file : report.files)
    for (const SkippedRow& row : file.skipped)
      if (is_unread(row.reason)) judged.leave_out_many(evidence::LeftOut::unreadable, 1, {});
  return judged;
}

evidence::Judgement judgement(const AuditReport& report) {
  return has_open_findings(report) ? evidence::Judgement::failed(judged(report))
                                   : evidence::Judgement::by(kEnoughOfAnAudit, judged(report));
}

bool has_open_findings(const AuditReport& report) {
  return std::ranges::any_of(report.audit.accounts, [&](const AuditedAccount& account) {
    return !open_reasons(report.accepted, account).empty();
  });
}

AuditSummary summarise(const AuditReport& report) {
  AuditSummary summary{.at = report.at,
                       .accounts = report.audit.accounts.size(),
                       .corpus_established = report.corpus.established(),
                       .corpus_entries = report.corpus.entries};
  for (const AuditedAccount& account : report.audit.accounts) {
    if (!open_reasons(report.accepted, account).empty()) ++summary.with_any;
    for (const Reason reason : account.reasons) ++summary.with_reason.at(static_cast<std::size_t>(reason));
  }
  return summary;
}

std::vector<std::size_t> in_order_of_mending(const Audit& audit) {
  std::vector<std::size_t> order;
  std::vector<Reason> worst_of_group;  // by group, from 1
  const auto worst_of = [&](const AuditedAccount& account) {
    return account.group ? worst_of_group.at(*account.group) : account.reasons.front();
  };
  for (std::size_t i = 0; i < audit.accounts.size(); ++i) {
    const AuditedAccount& account = audit.accounts[i];
    if (account.reasons.empty()) continue;
    order.push_back(i);
    if (!account.group) continue;
    if (worst_of_group.size() <= *account.group) worst_of_group.resize(*account.group + 1, Reason::insecure_url);
    worst_of_group[*account.group] = std::min(worst_of_group[*account.group], account.reasons.front());
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    const AuditedAccount& account = audit.accounts[i];
    return std::tuple(worst_of(account), account.group.value_or(std::numeric_limits<std::uint32_t>::max()),
                      account.reasons.front());
  });
  return order;
}

}  // namespace garde::accounts
