#include "worker/accounts/audit_exports.h"

#include <gtest/gtest.h>

#include "accounts/exports/testing/exports.h"
#include "worker/accounts/audit_layouts.h"

namespace garde::worker {
namespace {

using accounts::ExportsAudit;
using accounts::GivenExports;
using accounts::Reason;
using accounts::UnreadPart;

GivenExports given(std::string_view bytes, std::optional<std::string_view> password = {}) {
  GivenExports all{
      .exports = {}, .own_words = {"zorglubine"}, .now = start_of(Date{std::chrono::year(2026) / 11 / 23})};
  all.exports.push_back({.subject = "a", .person = "Rose", .file = crypto::SecretBytes::copy_of(bytes)});
  if (password) all.exports.back().password = crypto::SecretBytes::copy_of(*password);
  return all;
}

// A runner whose worker was taken over.
cage::Runner answering(AuditAnswer answer) {
  return [answer](const cage::Call&) {
    return cage::Ended{.ending = cage::Ending::finished, .answer = cage::encode(answer).take()};
  };
}

TEST(AuditInAWorker, GivesWhatIsToBeMendedAndNoPassword) {
  std::string said;
  const cage::Runner here = cage::in_this_process({audit_exports_task()});
  const cage::Runner listening = [&](const cage::Call& call) {
    cage::Ended ended = here(call);
    said.assign(reinterpret_cast<const char*>(ended.answer.data()), ended.answer.size());
    return ended;
  };
  const auto audited =
      audit_exports(listening, given("name,url,username,password\nAchats,http://a.fr,martin,Zorglubine2026!\n"), -1);
  ASSERT_TRUE(audited);
  ASSERT_TRUE(*audited);
  ASSERT_EQ((*audited)->audit.accounts.size(), 1U);
  EXPECT_EQ((*audited)->audit.accounts[0].name, "Achats");
  EXPECT_EQ((*audited)->audit.accounts[0].reasons, (std::vector{Reason::guessable, Reason::insecure_url}));
  EXPECT_NE(said.find("Achats"), std::string::npos);
  EXPECT_EQ(said.find("Zorglubine"), std::string::npos);
}

TEST(AuditInAWorker, SaysWhichFileDidNotOpen) {
  const auto audited = audit_exports(cage::in_this_process({audit_exports_task()}),
                                     given(accounts::testing::sample("keepassxc-argon2id-aes.kdbx"), "lac vert"), -1);
  ASSERT_TRUE(audited);
  ASSERT_FALSE(*audited);
  EXPECT_EQ(audited->error().part, UnreadPart::Part::content);
  EXPECT_EQ(audited->error().error.kind, ErrorKind::wrong_secret);
}

TEST(AuditInAWorker, IsNotBelievedWhenItDoesNotAddUp) {
  ExportsAudit audit;
  audit.files.push_back({.format = accounts::ExportFormat::firefox, .accounts = 1, .skipped = {}});
  audit.audit.accounts.emplace_back().group = 4'000'000'000U;
  const auto made_up = audit_exports(answering({audit}), given(""), -1);
  ASSERT_FALSE(made_up);
  EXPECT_EQ(made_up.error().ending, cage::Ending::broken_protocol);
  const UnreadPart elsewhere{UnreadPart::Part::content, 7, {ErrorKind::damaged, "a", std::nullopt, ""}};
  EXPECT_EQ(audit_exports(answering({elsewhere}), given(""), -1).error().ending, cage::Ending::broken_protocol);
}

}  // namespace
}  // namespace garde::worker
