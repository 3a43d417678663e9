// The register of accesses and what is kept of audits, on every engine.
#include "storage/access_store.h"

#include "storage/migrations.h"
#include "storage/password_audit_store.h"
#include "storage/testing/engines_under_test.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

using accounts::Access;
using accounts::AccessId;
using accounts::AuditSummary;
using accounts::Card;
using accounts::Person;
using accounts::PersonId;
using accounts::Reason;
using accounts::Register;
using accounts::UsedTool;
using accounts::UsedToolId;
using accounts::YesNo;

const Instant kNow = *parse_instant("2026-11-26T10:00:00.000Z");

class Accesses : public EngineTest {
 protected:
  Accesses() {
    EXPECT_TRUE(ok(migrate(connection(), kNow)));
    EXPECT_TRUE(
        ok(connection().execute(R"sql(INSERT INTO practice (id, name, created_at) VALUES ('other', 'Autre', 0))sql")));
  }
  template <class T>
  T get(Result<T> result) {
    if (!result) fail_check("a store", describe(result.error()), 0);
    return std::move(result).take();
  }
  const PracticeId own_ = default_practice();
  const PracticeId other_ = PracticeId::of("other");
  const Person martin_{PersonId::of("p1"), "Dr Martin", "médecin", Card::cps, YesNo::no, std::nullopt};
  const Person rose_{PersonId::of("p2"), "Rose",         "secrétaire",
                     Card::cpe,          YesNo::unknown, parse_date("2026-10-01").take()};
  const UsedTool mail_{.id = UsedToolId::of("mail"), .name = "Mailo", .known = accounts::ToolId::of("mailo")};
  const Access mailbox_{.id = AccessId::of("a1"),
                        .tool = UsedToolId::of("mail"),
                        .label = "cabinet",
                        .shared = true,
                        .second_factor = YesNo::yes,
                        .holders = {PersonId::of("p1"), PersonId::of("p2")},
                        .recoveries = {{std::nullopt, "téléphone"}},
                        .changed_at = kNow};
  const Access ameli_{.id = AccessId::of("a2"),
                      .tool = UsedToolId::of("ameli-pro"),
                      .label = "martin",
                      .second_factor = YesNo::unknown,
                      .holders = {PersonId::of("p1")},
                      .recoveries = {{AccessId::of("a1"), ""}, {std::nullopt, "téléphone"}},
                      .changed_at = kNow};

  void save_all() {
    ASSERT_TRUE(ok(save_tool(connection(), own_, mail_, kNow)));
    ASSERT_TRUE(ok(save_person(connection(), own_, rose_, kNow)));
    ASSERT_TRUE(ok(save_person(connection(), own_, martin_, kNow + std::chrono::hours(1))));
    ASSERT_TRUE(ok(save_access(connection(), own_, mailbox_)));
    ASSERT_TRUE(ok(save_access(connection(), own_, ameli_)));
  }
};
GARDE_ON_EVERY_ENGINE(Accesses);

TEST_P(Accesses, ComeBackAsTheyWereEntered) {
  save_all();
  ASSERT_TRUE(ok(add_review(connection(), own_, {kNow, "Dr Martin"})));
  ASSERT_TRUE(ok(add_review(connection(), own_, {kNow + std::chrono::hours(1), "Rose"})));
  const Register loaded = get(load_register(connection(), own_));
  EXPECT_EQ(loaded.tools, std::vector{mail_});
  EXPECT_EQ(loaded.people, (std::vector{martin_, rose_}));  // those who left come last
  EXPECT_EQ(loaded.accesses, (std::vector{mailbox_, ameli_}));
  EXPECT_EQ(loaded.review, (accounts::Review{kNow + std::chrono::hours(1), "Rose"}));
  EXPECT_EQ(get(load_register(connection(), other_)), Register());
}

TEST_P(Accesses, AreReplacedWithTheirHoldersAndRecoveries) {
  save_all();
  Access changed = ameli_;
  changed.holders = {PersonId::of("p2")};
  changed.recoveries = {};
  changed.second_factor = YesNo::no;
  ASSERT_TRUE(ok(save_access(connection(), own_, changed)));
  EXPECT_EQ(get(load_register(connection(), own_)).accesses, (std::vector{mailbox_, changed}));
}

TEST_P(Accesses, GoWithWhatTheyHangFrom) {
  save_all();
  ASSERT_TRUE(ok(remove_person(connection(), own_, rose_.id)));
  EXPECT_EQ(get(load_register(connection(), own_)).accesses.front().holders, std::vector{martin_.id});
  ASSERT_TRUE(ok(remove_access(connection(), own_, mailbox_.id)));
  const auto left = get(load_register(connection(), own_)).accesses;
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left.front().recoveries, (std::vector<accounts::Recovery>{{std::nullopt, "téléphone"}}));
  ASSERT_TRUE(ok(remove_tool(connection(), own_, UsedToolId::of("ameli-pro"))));
  EXPECT_TRUE(get(load_register(connection(), own_)).accesses.empty());
}

TEST_P(Accesses, RefuseAHolderWhoIsNotThere) {
  save_all();
  Access wrong = ameli_;
  wrong.holders = {PersonId::of("nobody")};
  EXPECT_EQ(failure(transact(connection(), [&] { return save_access(connection(), own_, wrong); })),
            ErrorKind::conflict);
  EXPECT_EQ(get(load_register(connection(), own_)).accesses, (std::vector{mailbox_, ameli_}));
}

TEST_P(Accesses, KeepTheCountsOfAuditsTheNewestFirst) {
  AuditSummary first{.at = kNow, .accounts = 12, .with_any = 5, .corpus_established = true, .corpus_entries = 15'000};
  for (std::size_t i = 0; i < accounts::kReasonCount; ++i) first.with_reason.at(i) = i;
  AuditSummary second = first;
  second.at += std::chrono::hours(1);
  second.corpus_established = false;
  ASSERT_TRUE(ok(add_password_audit(connection(), own_, first)));
  ASSERT_TRUE(ok(add_password_audit(connection(), own_, second)));
  EXPECT_EQ(get(load_password_audits(connection(), own_)), (std::vector{second, first}));
  EXPECT_TRUE(get(load_password_audits(connection(), other_)).empty());
}

TEST_P(Accesses, KeepOneAcceptedRiskForEachReasonOfAnAccount) {
  accounts::AcceptedRisk risk{
      "labo.example secretariat",     Reason::shared, "le laboratoire n’en donne qu’un", "Dr Martin", kNow,
      parse_date("2027-05-01").take()};
  ASSERT_TRUE(ok(save_accepted_risk(connection(), own_, risk)));
  risk.because = "toujours qu’un";
  ASSERT_TRUE(ok(save_accepted_risk(connection(), own_, risk)));
  EXPECT_EQ(get(load_accepted_risks(connection(), own_)), std::vector{risk});
  ASSERT_TRUE(ok(remove_accepted_risk(connection(), own_, risk.account, Reason::old)));
  EXPECT_EQ(get(load_accepted_risks(connection(), own_)).size(), 1U);
  ASSERT_TRUE(ok(remove_accepted_risk(connection(), own_, risk.account, Reason::shared)));
  EXPECT_TRUE(get(load_accepted_risks(connection(), own_)).empty());
}

}  // namespace
}  // namespace garde::storage
