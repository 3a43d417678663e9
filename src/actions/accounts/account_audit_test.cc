#include "actions/accounts/account_audit.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "accounts/breaches/corpus_file.h"
#include "accounts/knowledge.h"
#include "crypto/sha1.h"
#include "io/testing/temporary_folder.h"
#include "worker/accounts/audit_exports.h"

namespace garde::actions {
namespace {

std::uint64_t key_of_password(std::string_view password) {
  return accounts::key_of(crypto::sha1(std::as_bytes(std::span(password))));
}

// Too large to be proved whole at each opening: evenly spread keys, and those of `passwords`.
void write_large_corpus(const std::filesystem::path& path, const std::vector<std::string_view>& passwords) {
  constexpr std::uint64_t kEntries = 4'500'000;
  std::vector<std::uint64_t> own;
  for (const std::string_view password : passwords) own.push_back(key_of_password(password));
  std::ranges::sort(own);
  auto file = accounts::CorpusFile::open(path, 1, 1, kEntries).take();
  auto next = own.begin();
  for (std::uint64_t i = 0; i < kEntries; ++i) {
    const std::uint64_t key = i * (~std::uint64_t{0} / kEntries);
    for (; next != own.end() && *next < key; ++next) ASSERT_TRUE(file.add(*next, 3));
    ASSERT_TRUE(file.add(key, 0));
  }
  ASSERT_TRUE(file.complete());
  ASSERT_GT(std::filesystem::file_size(path), 16U << 20U);
}

// Turns the entries of the password's bucket around.
void disorder_bucket_of(const std::filesystem::path& path, std::string_view password) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  std::vector<std::byte> bytes(accounts::kCorpusHeaderSize);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  const auto header = accounts::parse_corpus_header(bytes).value();
  const auto place = accounts::place_of(key_of_password(password), header.bucket_bits);
  std::array<std::uint64_t, 2> slots{};
  file.seekg(static_cast<std::streamoff>(header.slot_offset(place.bucket)));
  file.read(reinterpret_cast<char*>(slots.data()), sizeof slots);
  std::vector<std::uint32_t> entries(slots[1] - slots[0]);
  const auto size = static_cast<std::streamsize>(4 * entries.size());
  file.seekg(static_cast<std::streamoff>(header.entry_offset(slots[0])));
  file.read(reinterpret_cast<char*>(entries.data()), size);
  std::ranges::reverse(entries);
  file.seekp(static_cast<std::streamoff>(header.entry_offset(slots[0])));
  file.write(reinterpret_cast<const char*>(entries.data()), size);
  ASSERT_TRUE(file.good());
}

// Whether the drawn parts of the corpus or the answer itself meet the disorder: nothing is said about breaches.
TEST(AccountAudit, SaysNothingOfBreachesWhenThePartThatWouldAnswerIsNotInOrder) {
  const io::testing::TemporaryFolder folder;
  const std::filesystem::path corpus = folder / "leaks.garde";
  write_large_corpus(corpus, {"123456", "password", "azerty", "zx!Vroumbadadoum77"});
  content::Problems problems;
  const auto knowledge = accounts::Knowledge::read(content::Files::from_program(), problems);
  ASSERT_TRUE(problems.empty());
  accounts::GivenExports given{
      .exports = {}, .corpus = corpus.string(), .now = start_of(Date{std::chrono::year(2026) / 11 / 26})};
  given.exports.push_back({.subject = "a.csv",
                           .person = "",
                           .file = crypto::SecretBytes::copy_of("name,url,username,password\n"
                                                                "A,https://a.fr,martin,zx!Vroumbadadoum77\n")});
  const cage::Runner readers = cage::in_this_process({worker::audit_exports_task()});
  const auto audited = [&] { return audit_exports(readers, given, {.paths = {""}}, knowledge).value(); };

  const accounts::AuditReport sound = audited();
  EXPECT_TRUE(sound.corpus.established());
  EXPECT_EQ(sound.audit.accounts[0].reasons, std::vector{accounts::Reason::breached});
  disorder_bucket_of(corpus, "zx!Vroumbadadoum77");
  const accounts::AuditReport doubted = audited();
  EXPECT_EQ(doubted.corpus.doubt, accounts::CorpusDoubt::wrong_order);
  EXPECT_TRUE(doubted.audit.accounts[0].reasons.empty());
}

}  // namespace
}  // namespace garde::actions
