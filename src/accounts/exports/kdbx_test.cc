#include "accounts/exports/kdbx.h"

#include <string>

#include <gtest/gtest.h>

#include "accounts/exports/testing/exports.h"

namespace garde::accounts {
namespace {

using testing::accounts_of;
using testing::read_text;
using testing::sample;
using testing::skipped_of;
using Lines = std::vector<std::string>;

constexpr std::string_view kPassword = "lac bleu";

std::string error_of(std::string_view bytes, std::string_view password = kPassword) {
  const auto read = read_text(bytes, password);
  return read ? "read" : describe(read.error());
}

// What the samples hold, by the order in which their writers put the entries.
const Lines kAccounts = {
    "1|Messagerie|https://mail.exemple.fr https://webmail.exemple.fr|secretariat@exemple.fr|tulipe & lilas||code|"
    "2025-01-02T03:04:05.000Z",
    "2|Dernier||martin|noisette-6|||2024-08-01T00:00:00.000Z",
    "4|Agenda|https://agenda.exemple.fr|cabinet|verger-10|Cabinet||2024-07-01T00:00:00.000Z",
    "5|Ameli Pro|https://espacepro.ameli.fr|190012345|été-au-lac|Cabinet/Médecins||2024-06-01T00:00:00.000Z",
};

class KdbxOfKeePassXc : public ::testing::TestWithParam<std::string_view> {};

TEST_P(KdbxOfKeePassXc, GivesItsAccountsWithoutTheirHistory) {
  const auto read = read_text(sample(GetParam()), kPassword);
  ASSERT_TRUE(read) << describe(read.error());
  Lines accounts = accounts_of(*read);
  ASSERT_EQ(accounts.size(), kAccounts.size() + 1);
  EXPECT_TRUE(accounts[2].starts_with("3|Ajouté||ajout|marelle-9|||")) << accounts[2];
  accounts.erase(accounts.begin() + 2);
  EXPECT_EQ(accounts, kAccounts);
  EXPECT_EQ(skipped_of(*read), (Lines{"6 reference", "7 discarded"}));
}

INSTANTIATE_TEST_SUITE_P(EveryCipherAndKeyDerivation, KdbxOfKeePassXc,
                         ::testing::Values("keepassxc-argon2d-aes.kdbx", "keepassxc-argon2d-chacha.kdbx",
                                           "keepassxc-argon2id-aes.kdbx", "keepassxc-argon2id-chacha.kdbx",
                                           "keepassxc-aes-kdf-aes.kdbx", "keepassxc-aes-kdf-chacha.kdbx"));

TEST(Kdbx, OfVersion3IsRead) {
  const auto read = read_text(sample("keepassxc-version-3.kdbx"), "maitre");
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(accounts_of(*read), (Lines{"1|E1|https://e1.fr|user1|motdepasse1|||2026-11-23T17:52:50.000Z",
                                       "2|E2|https://e2.fr|user2|motdepasse2|||2026-11-23T17:52:51.000Z"}));
  EXPECT_EQ(error_of(sample("keepassxc-version-3.kdbx"), "maitresse"),
            "wrong_secret: export: the password does not open it");
}

// Its inner stream has a key of 64 bytes, where Salsa20 has one of 32.
TEST(Kdbx, OfVersion3MayHideItsPasswordsByChaCha20) {
  const auto read = read_text(sample("version-3-chacha-stream.kdbx"), "lac bleu");
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(accounts_of(*read), Lines{"1|Banque|https://banque.example.fr|jean|Lapin2019!|||2026-11-30T14:05:15.000Z"});
}

TEST(Kdbx, InManyBlocksAndWithoutCompressionIsRead) {
  EXPECT_EQ(error_of(sample("many-blocks-not-compressed.kdbx")), "read");
}

TEST(Kdbx, TellsAWrongPasswordFromDamage) {
  const std::string file = sample("keepassxc-argon2id-chacha.kdbx");
  EXPECT_EQ(error_of(file, "lac vert"), "wrong_secret: export: the password does not open it");
  EXPECT_EQ(error_of(file, ""), "wrong_secret: export: a password is needed");
  std::string changed = file;
  changed[40] = static_cast<char>(~changed[40]);
  EXPECT_EQ(error_of(changed), "damaged: export: a header that is not as it was written");
  changed = file;
  changed[changed.size() - 200] = static_cast<char>(~changed[changed.size() - 200]);
  EXPECT_EQ(error_of(changed), "damaged: export: a block that is not as it was written");
}

TEST(Kdbx, RefusesAKeyDerivationThatWouldTakeTheMachine) {
  EXPECT_TRUE(error_of(sample("hostile-argon2-two-gibibytes.kdbx")).ends_with("takes too much memory"));
  EXPECT_TRUE(error_of(sample("hostile-argon2-a-thousand-passes.kdbx")).ends_with("takes too much time"));
  EXPECT_TRUE(error_of(sample("hostile-aes-kdf-for-an-hour.kdbx")).ends_with("take too much time"));
}

TEST(Kdbx, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(error_of(sample("twofish.kdbx")), "unsupported: export: an unknown cipher");
  std::string keepass_1 = sample("twofish.kdbx");
  keepass_1[4] = '\x65';
  EXPECT_EQ(error_of(keepass_1), "unsupported: export: keepass-1-database");
}

TEST(Kdbx, WantsOneInnerStreamAndAnEndOfItsInnerHeader) {
  EXPECT_EQ(error_of(sample("inner-fields-in-another-order.kdbx")), "read");
  EXPECT_EQ(error_of(sample("inner-stream-twice.kdbx")), "damaged: export: an inner field twice");
  EXPECT_EQ(error_of(sample("inner-stream-missing.kdbx")), "damaged: export: no inner stream");
  EXPECT_EQ(error_of(sample("inner-header-without-an-end.kdbx")), "damaged: export: an inner header that never ends");
}

TEST(Kdbx, BoundsWhatItUnpacks) {
  EXPECT_EQ(error_of(sample("gzip-that-claims-gigabytes.kdbx")), "unsupported: export: too large when unpacked");
  EXPECT_EQ(error_of(sample("gzip-bomb-that-claims-little.kdbx")), "damaged: export: content that does not unpack");
  EXPECT_TRUE(error_of(sample("deep-xml.kdbx")).starts_with("invalid_input: "));
}

TEST(Kdbx, CutAnywhereIsAnError) {
  const std::string file = sample("many-blocks-not-compressed.kdbx");
  for (std::size_t size = 8; size < file.size(); size += 37)
    EXPECT_FALSE(read_text(std::string_view(file).substr(0, size), kPassword)) << size;
}

TEST(Kdbx, WithOneByteChangedAnywhereIsAnErrorOrTheSame) {
  const std::string file = sample("many-blocks-not-compressed.kdbx");
  const auto whole = read_text(file, kPassword);
  ASSERT_TRUE(whole);
  for (std::size_t at = 0; at < file.size(); at += 23) {
    std::string changed = file;
    changed[at] = static_cast<char>(~changed[at]);
    const auto read = read_text(changed, kPassword);
    if (read) {
      EXPECT_EQ(accounts_of(*read), accounts_of(*whole)) << at;
    }
  }
}

}  // namespace
}  // namespace garde::accounts
