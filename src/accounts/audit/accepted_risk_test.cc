#include "accounts/audit/accepted_risk.h"

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

constexpr Date day(unsigned number) {
  return {std::chrono::year(2026), std::chrono::month(11), std::chrono::day(number)};
}

AcceptedRisk risk(std::string account, Reason reason, Date review_on) {
  return {.account = std::move(account),
          .reason = reason,
          .because = "le temps de prévenir l’éditeur",
          .accepted_by = "Dr Martin",
          .accepted_at = start_of(day(1)),
          .review_on = review_on};
}

TEST(AcceptedRisks, HoldUntilTheirDay) {
  const std::vector<AcceptedRisk> risks = {risk("a", Reason::old, day(26)), risk("b", Reason::old, day(27))};
  EXPECT_EQ(in_force(risks, day(25)).size(), 2U);
  EXPECT_EQ(in_force(risks, day(26)).size(), 1U);  // on the day itself it is a finding again
  EXPECT_TRUE(in_force(risks, day(27)).empty());
}

TEST(AcceptedRisks, CoverOneReasonOfOneAccount) {
  AuditedAccount account;
  account.key = "mail.exemple.fr martin";
  account.reasons = {Reason::reused, Reason::insecure_url};
  const std::vector<AcceptedRisk> risks = {risk("mail.exemple.fr martin", Reason::insecure_url, day(27)),
                                           risk("agenda.exemple.fr martin", Reason::reused, day(27))};
  EXPECT_EQ(open_reasons(risks, account), std::vector<Reason>{Reason::reused});
  ASSERT_NE(accepted(risks, account, Reason::insecure_url), nullptr);
  EXPECT_EQ(accepted(risks, account, Reason::insecure_url)->accepted_by, "Dr Martin");
  EXPECT_EQ(accepted(risks, account, Reason::reused), nullptr);
}

TEST(AcceptedRisks, AreNamedAsTheReasonsAre) {
  for (std::size_t i = 0; i < kReasonCount; ++i)
    EXPECT_EQ(parse_reason(name(static_cast<Reason>(i))), static_cast<Reason>(i));
  EXPECT_FALSE(parse_reason("weak"));
}

}  // namespace
}  // namespace garde::accounts
