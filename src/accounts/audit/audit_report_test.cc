#include "accounts/audit/audit_report.h"

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

AuditedAccount account(std::vector<Reason> reasons, std::optional<std::uint32_t> group = {}) {
  AuditedAccount account;
  account.reasons = std::move(reasons);
  account.group = group;
  return account;
}

TEST(OrderOfMending, PutsTheWorstFirstAndKeepsGroupsTogether) {
  const Audit audit{{account({Reason::near_reused}, 2), account({}), account({Reason::insecure_url}),
                     account({Reason::reused}, 1), account({Reason::guessable}),
                     account({Reason::breached, Reason::near_reused}, 2), account({Reason::reused}, 1)}};
  EXPECT_EQ(in_order_of_mending(audit), (std::vector<std::size_t>{5, 0, 3, 6, 4, 2}));
}

TEST(AuditSummary, HoldsCountsOnly) {
  AuditReport report{.at = start_of(Date{std::chrono::year(2026) / 11 / 26})};
  report.audit.accounts = {account({Reason::reused, Reason::guessable}), account({Reason::reused}), account({})};
  report.corpus = {.shipped = false, .doubt = CorpusDoubt::wrong_order, .entries = 12};
  const AuditSummary summary = summarise(report);
  EXPECT_EQ(summary.accounts, 3U);
  EXPECT_EQ(summary.with_any, 2U);
  EXPECT_EQ(summary.with(Reason::reused), 2U);
  EXPECT_EQ(summary.with(Reason::guessable), 1U);
  EXPECT_EQ(summary.with(Reason::breached), 0U);
  EXPECT_FALSE(summary.corpus_established);
}

TEST(AuditSummary, CountsWhatNobodyAcceptedAsToMend) {
  AuditReport report{.at = start_of(Date{std::chrono::year(2026) / 11 / 26})};
  report.audit.accounts = {account({Reason::reused, Reason::old}), account({Reason::old})};
  EXPECT_TRUE(has_open_findings(report));
  report.accepted = {
      {.account = "", .reason = Reason::old, .because = "", .accepted_by = "", .accepted_at = {}, .review_on = {}}};
  EXPECT_EQ(summarise(report).with_any, 1U);
  EXPECT_EQ(summarise(report).with(Reason::old), 2U);  // what is so does not change
  report.audit.accounts.erase(report.audit.accounts.begin());
  EXPECT_FALSE(has_open_findings(report));
}

TEST(JudgementOfAnAudit, PassesOnlyWhenEveryRowWasReadAndThereWasOne) {
  using evidence::Outcome;
  AuditReport report;
  EXPECT_EQ(judgement(report).outcome(), Outcome::not_established) << "nothing was looked at";
  report.files.emplace_back().skipped = {{2, SkipReason::no_password}, {3, SkipReason::discarded}};
  EXPECT_EQ(judgement(report).outcome(), Outcome::not_established);
  report.audit.accounts = {account({})};
  EXPECT_EQ(judgement(report).outcome(), Outcome::passed);
  for (const SkipReason unread :
       {SkipReason::wrong_cell_count, SkipReason::stray_quote, SkipReason::too_long_password}) {
    report.files.front().skipped = {{2, unread}};
    EXPECT_EQ(judgement(report).outcome(), Outcome::not_established);
    EXPECT_EQ(judgement(report).judged().units, 1U);
    EXPECT_EQ(judgement(report).judged().of, 2U);
  }
  report.audit.accounts = {account({Reason::reused})};
  EXPECT_EQ(judgement(report).outcome(), Outcome::failed) << "however little was read";
}

}  // namespace
}  // namespace garde::accounts
