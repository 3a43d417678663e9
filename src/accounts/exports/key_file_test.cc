#include "accounts/exports/key_file.h"

#include <string>

#include <gtest/gtest.h>

#include "accounts/exports/testing/exports.h"
#include "base/hex.h"
#include "crypto/digest.h"

namespace garde::accounts {
namespace {

using testing::accounts_of;
using testing::read_text;
using testing::read_with_key_file;
using testing::sample;
using Lines = std::vector<std::string>;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string key_of(std::string_view file) {
  const auto key = read_key_file("key", bytes_of(file));
  return key ? to_hex(key->bytes()) : describe(key.error());
}

const std::string kSampleKey = "0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e83a8cdf2173c6186";
const std::string kData1 = "<Data>CzBVep/E6Q4zWH2ix+wRNluApcrvFDleg6jN8hc8YYY=</Data>";

std::string xml(std::string_view version, std::string_view data) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<KeyFile><Meta><Version>" + std::string(version) +
         "</Version></Meta><Key>" + std::string(data) + "</Key></KeyFile>";
}

class KeyFileOfEachForm : public ::testing::TestWithParam<std::string_view> {};

// The vault was made by keepassxc-cli with the first of these; all four hold the same key.
TEST_P(KeyFileOfEachForm, OpensTheVaultThatKeePassXcMade) {
  const auto read = read_with_key_file(sample("keepassxc-password-and-key-file.kdbx"), sample(GetParam()), "lac bleu");
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(accounts_of(*read), (Lines{"1|Messagerie|https://mail.exemple.fr|martin|Kervadoret-des-Lilas-2024|||"
                                       "2025-01-02T03:04:05.000Z",
                                       "2|Agenda|https://agenda.exemple.fr|martin|zx!Vroumbadadoum77|||"
                                       "2024-06-01T00:00:00.000Z"}));
}

INSTANTIATE_TEST_SUITE_P(KeePass, KeyFileOfEachForm,
                         ::testing::Values("key-file-xml-1.key", "key-file-xml-2.keyx", "key-file-32-bytes.key",
                                           "key-file-64-digits.key"));

TEST(KeyFile, MayBeAnyFile) {
  EXPECT_TRUE(
      read_with_key_file(sample("keepassxc-password-and-any-file.kdbx"), sample("key-file-any.key"), "lac bleu"));
}

TEST(KeyFile, OpensAVaultThatHasNoPassword) {
  const std::string vault = sample("keepassxc-key-file-alone.kdbx");
  const std::string key = sample("key-file-of-keepassxc.keyx");
  EXPECT_TRUE(read_with_key_file(vault, key));
  // A password that the vault does not have is one part too many.
  EXPECT_EQ(read_with_key_file(vault, key, "lac bleu").error().kind, ErrorKind::wrong_secret);
}

TEST(KeyFile, IsWantedWhereTheVaultHasOne) {
  const std::string vault = sample("keepassxc-password-and-key-file.kdbx");
  EXPECT_EQ(read_text(vault, "lac bleu").error().kind, ErrorKind::wrong_secret);
  EXPECT_EQ(read_with_key_file(vault, sample("key-file-xml-1.key")).error().kind, ErrorKind::wrong_secret);
  EXPECT_EQ(read_with_key_file(vault, "another file", "lac bleu").error().kind, ErrorKind::wrong_secret);
}

TEST(KeyFile, StandsForItsBytesItsDigitsOrItsHash) {
  EXPECT_EQ(key_of(sample("key-file-32-bytes.key")), kSampleKey);
  EXPECT_EQ(key_of(sample("key-file-64-digits.key")), kSampleKey);
  EXPECT_EQ(key_of(std::string(31, 'x')), "0f46e4b0802fee6fed599682a16287d0397699cfd742025482c086a70979e56a");
  EXPECT_EQ(key_of(std::string(64, 'g')), "4e52b0a8d918b923a15f50e49b43cd4f99cf19eb581bd84dcc2f0b288e55da04");
  // XML of something else is a file like any other.
  EXPECT_EQ(key_of("<svg/>"), crypto::sha256(bytes_of("<svg/>")).hex());
  EXPECT_EQ(key_of("<!DOCTYPE html><html/>"), crypto::sha256(bytes_of("<!DOCTYPE html><html/>")).hex());
  EXPECT_EQ(key_of("<KeyFile"), crypto::sha256(bytes_of("<KeyFile")).hex());
}

TEST(KeyFile, InXmlMayHaveAByteOrderMarkAndOtherElements) {
  EXPECT_EQ(key_of("\xEF\xBB\xBF" + sample("key-file-xml-2.keyx")), kSampleKey);
  EXPECT_EQ(key_of(xml("1.00", "<Note><b>x</b></Note>" + kData1)), kSampleKey);
}

TEST(KeyFile, InXmlThatIsNotWholeIsRefusedRatherThanHashed) {
  const std::string no_key = "damaged: key: a key file without a key of 32 bytes";
  EXPECT_EQ(key_of(xml("1.00", "<Data>AAAA</Data>")), no_key);
  EXPECT_EQ(key_of(xml("1.00", "<Data>not base64</Data>")), no_key);
  EXPECT_EQ(key_of(xml("1.00", "")), no_key);
  EXPECT_EQ(key_of(xml("2.0", "<Data Hash=\"00000000\">0b30</Data>")), no_key);
  EXPECT_EQ(key_of(xml("3.0", kData1)), "unsupported: key: a key file of an unknown version");
  EXPECT_EQ(key_of(xml("", kData1)), "damaged: key: a key file of an unknown version");
  EXPECT_EQ(key_of(xml("1.00", kData1 + kData1)), "damaged: key: a key file with two keys");
  EXPECT_EQ(key_of(xml("1.00</Version><Version>2.0", kData1)), "damaged: key: a key file with two versions");
  std::string changed = sample("key-file-xml-2.keyx");
  const std::size_t digit = changed.find("0B305");
  ASSERT_NE(digit, std::string::npos);
  changed[digit] = '1';
  EXPECT_EQ(key_of(changed), "damaged: key: a key file whose key is not what its checksum says");
  const std::string whole = sample("key-file-xml-2.keyx");
  const std::size_t root = whole.find("<KeyFile>") + 9;
  for (std::size_t size = root; size < whole.size(); ++size)
    EXPECT_EQ(key_of(whole.substr(0, size)), "damaged: key: a key file in XML that is cut or changed") << size;
}

TEST(KeyFile, ThatIsHostileIsBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<Key>";
  EXPECT_EQ(key_of("<KeyFile>" + deep), "damaged: key: a key file in XML that is too deep");
  EXPECT_EQ(key_of(xml("1.00", "<Data>" + std::string(kMaxKeyFileText + 1, 'A') + "</Data>")),
            "damaged: key: a key file with a text too long");
  EXPECT_EQ(key_of(xml(std::string(kMaxKeyFileText + 1, '1'), "")), "damaged: key: a key file with a text too long");
  EXPECT_EQ(key_of("<!DOCTYPE KeyFile [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><KeyFile>&b;</KeyFile>"),
            "unsupported: key: a key file with a document type");
  EXPECT_EQ(key_of(""), "invalid_input: key: an empty key file");
  EXPECT_EQ(key_of(std::string(kMaxKeyFileSize.value, 'x')).size(), 64U);
  EXPECT_EQ(key_of(std::string(kMaxKeyFileSize.value + 1, 'x')), "invalid_input: key: larger than a key file");
}

}  // namespace
}  // namespace garde::accounts
