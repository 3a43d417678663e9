#include "accounts/exports/zip_member.h"

#include <string>

#include <gtest/gtest.h>

#include "accounts/exports/testing/exports.h"

namespace garde::accounts {
namespace {

using testing::sample;

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

std::string read(const std::string& zip, std::string_view name, ByteCount limit = 1_MiB) {
  const auto member = read_zip_member("zip", bytes_of(zip), name, limit);
  if (!member) return describe(member.error());
  return {reinterpret_cast<const char*>(member->bytes().data()), member->size()};
}

TEST(ZipMember, IsReadStoredOrDeflated) {
  EXPECT_EQ(read(sample("dashlane.zip"), "credentials.csv"), sample("dashlane-credentials.csv"));
  EXPECT_EQ(read(sample("1password.1pux"), "export.attributes"), "{\"version\":3}");
}

TEST(ZipMember, ThatIsNotThereIsNotFound) {
  EXPECT_EQ(read(sample("no-export.zip"), "export.data"), "not_found: zip: no such member");
}

TEST(ZipMember, LargerThanTheLimitIsRefusedBeforeItIsUnpacked) {
  const std::string zip = sample("dashlane.zip");
  const std::uint64_t size = sample("dashlane-credentials.csv").size();
  EXPECT_EQ(read(zip, "credentials.csv", {size}).size(), size);
  EXPECT_EQ(read(zip, "credentials.csv", {size - 1}), "invalid_input: zip: a member too large");
  EXPECT_EQ(read(sample("bomb.1pux"), "export.data"), "invalid_input: zip: a member too large");
}

TEST(ZipMember, ThatUnpacksToMoreThanItClaimsIsDamaged) {
  EXPECT_EQ(read(sample("bomb-that-claims-little.1pux"), "export.data"),
            "damaged: zip at byte 0: a member that does not unpack to its size");
}

TEST(ZipMember, WithOneByteChangedAnywhereIsDamagedOrTheSame) {
  const std::string zip = sample("1password.1pux");
  const std::string whole = read(zip, "export.data");
  for (std::size_t at = 0; at < zip.size(); ++at) {
    std::string changed = zip;
    changed[at] = static_cast<char>(~changed[at]);
    const auto member = read_zip_member("zip", bytes_of(changed), "export.data", 1_MiB);
    if (member) {
      EXPECT_EQ(read(changed, "export.data"), whole) << at;
    }
  }
}

TEST(ZipMember, OfAZipCutAnywhereIsAnError) {
  const std::string zip = sample("dashlane.zip");
  for (std::size_t size = 0; size < zip.size(); ++size)
    EXPECT_FALSE(read_zip_member("zip", bytes_of(zip.substr(0, size)), "credentials.csv", 1_MiB)) << size;
}

}  // namespace
}  // namespace garde::accounts
