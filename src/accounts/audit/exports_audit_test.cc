#include "accounts/audit/exports_audit.h"

#include <gtest/gtest.h>

#include "accounts/audit/testing/word_lists.h"
#include "accounts/exports/testing/exports.h"
#include "base/testing/source_directory.h"
#include "content/files.h"

namespace garde::accounts {
namespace {

constexpr std::string_view kHeader = "name,url,username,password\n";

class AuditingFiles : public ::testing::Test {
 protected:
  AuditingFiles() {
    const auto files = content::Files::from_directory(source_directory() / "content");
    content::Problems problems;
    tools_ = Tools::read(*files, problems);
    rules_ = AuditRules::read(*files, problems);
    given_.now = start_of(Date{std::chrono::year(2026) / 11 / 23});
  }

  void give(std::string subject, std::string_view bytes, std::optional<std::string_view> password = {}) {
    given_.exports.push_back(
        {.subject = std::move(subject), .person = "", .file = crypto::SecretBytes::copy_of(bytes)});
    if (password) given_.exports.back().password = crypto::SecretBytes::copy_of(*password);
  }
  tl::expected<ExportsAudit, UnreadPart> audit() {
    return audit_given(std::move(given_), {testing::shipped_word_lists(), tools_, rules_}, nullptr);
  }

  Tools tools_;
  AuditRules rules_;
  GivenExports given_;
};

TEST_F(AuditingFiles, ComparesWhatStandsInSeveral) {
  give("a.csv", std::string(kHeader) + "A,https://a.fr,martin,zx!Vroumbadadoum77\n");
  give("vault.kdbx", testing::sample("keepassxc-argon2id-aes.kdbx"), "lac bleu");
  give("b.csv", std::string(kHeader) + "B,https://b.fr,rose,zx!Vroumbadadoum77\n");
  const auto audited = audit();
  ASSERT_TRUE(audited) << describe(audited.error().error);
  ASSERT_EQ(audited->files.size(), 3U);
  EXPECT_EQ(audited->files[1].format, ExportFormat::keepass_kdbx);
  const auto& accounts = audited->audit.accounts;
  EXPECT_EQ(accounts.front().reasons, std::vector{Reason::reused});
  EXPECT_EQ(accounts.back().reasons, std::vector{Reason::reused});
  EXPECT_EQ(accounts.back().file, 2U);
  EXPECT_TRUE(audited->corpus.shipped);
  EXPECT_TRUE(is_consistent(*audited, 3));
}

TEST_F(AuditingFiles, NamesTheFileThatDoesNotOpen) {
  give("a.csv", std::string(kHeader) + "A,https://a.fr,martin,zx!Vroumbadadoum77\n");
  give("vault.kdbx", testing::sample("keepassxc-argon2id-aes.kdbx"), "lac vert");
  const auto audited = audit();
  ASSERT_FALSE(audited);
  EXPECT_EQ(audited.error().part, UnreadPart::Part::content);
  EXPECT_EQ(audited.error().file, 1U);
  EXPECT_EQ(audited.error().error.kind, ErrorKind::wrong_secret);
  EXPECT_EQ(audited.error().error.subject, "vault.kdbx");
}

TEST_F(AuditingFiles, SaysThatItIsTheKeyFileWhichIsNone) {
  give("vault.kdbx", testing::sample("keepassxc-key-file-alone.kdbx"));
  given_.key_file = {"key.keyx", crypto::SecretBytes::copy_of("<KeyFile><Meta>")};
  const auto audited = audit();
  ASSERT_FALSE(audited);
  EXPECT_EQ(audited.error().part, UnreadPart::Part::key_file);
  EXPECT_EQ(audited.error().error.kind, ErrorKind::damaged);
}

// A worker that was taken over answers what he likes: what is shown of it is looked up by these numbers.
TEST(AnAuditMadeUp, IsNotConsistent) {
  const auto sound = [] {
    ExportsAudit audit;
    audit.files.push_back({.format = ExportFormat::chromium, .accounts = 1, .skipped = {}});
    AuditedAccount& account = audit.audit.accounts.emplace_back();
    account.reasons = {Reason::reused, Reason::old};
    account.group = 1;
    return audit;
  };
  EXPECT_TRUE(is_consistent(sound(), 1));
  EXPECT_FALSE(is_consistent(sound(), 2));
  const auto without = [&](auto change) {
    ExportsAudit audit = sound();
    change(audit);
    return !is_consistent(audit, 1);
  };
  EXPECT_TRUE(without([](ExportsAudit& audit) { audit.audit.accounts[0].file = 1; }));
  EXPECT_TRUE(without([](ExportsAudit& audit) { audit.audit.accounts[0].group = 2; }));
  EXPECT_TRUE(without([](ExportsAudit& audit) { audit.audit.accounts[0].group = 0; }));
  EXPECT_TRUE(without([](ExportsAudit& audit) { audit.audit.accounts[0].reasons = {Reason::old, Reason::reused}; }));
  EXPECT_TRUE(without([](ExportsAudit& audit) { audit.audit.accounts[0].reasons = {Reason::old, Reason::old}; }));
  EXPECT_TRUE(without([](ExportsAudit& audit) { audit.files[0].accounts = 2; }));
  EXPECT_TRUE(without([](ExportsAudit& audit) { audit.files[0].accounts = ~std::uint64_t{0}; }));
}

}  // namespace
}  // namespace garde::accounts
