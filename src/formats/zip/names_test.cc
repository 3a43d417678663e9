// Names as programs of several systems write them into a zip.
#include "formats/zip/names.h"

#include <array>

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "formats/archives/testing/real_archives.h"

namespace garde::formats::zip {
namespace {

using namespace archives::testing;

constexpr std::array<std::string_view, 6> kNames = {"Été 2026/identité.txt",
                                                    "Été 2026/Çelik bilan.txt",
                                                    "NOËL Île.txt",
                                                    "À RELANCER/CÔTE D’OR - ordonnance.txt",
                                                    "À RELANCER/Évaluation n°3.txt",
                                                    "Ötker Ünal.txt"};

// A zip of empty files of these names, as bytes of an encoding of Python's.
std::string zip_of(std::string_view encoding, std::string_view extra = "b''") {
  std::string names;
  for (const std::string_view name : kNames) names += fmt::format("'{}',", name);
  return fmt::format(R"(OUT=$OUT /usr/bin/python3 - <<'END'
import os, struct, zlib
entries, out = [], bytearray()
for name in [{}]:
    name = name.replace('’', "'") if '{}' != 'cp1252' else name
    stored = name.encode('{}', 'replace')
    extra = {}
    entries.append((stored, extra, len(out)))
    out += struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, 0, 0, 0x9000, 0x5d7b, 0, 0, 0, len(stored), 0) + stored
start = len(out)
for stored, extra, at in entries:
    out += struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 20, 20, 0, 0, 0x9000, 0x5d7b, 0, 0, 0, len(stored), len(extra), 0, 0, 0, 0, at) + stored + extra
out += struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, len(entries), len(entries), len(out) - start, start, 0)
open(os.environ['OUT'] + '/a.zip', 'wb').write(out)
END
true)",
                     names, encoding, encoding, extra);
}

std::vector<std::string> listed(const RealArchives& real) {
  const auto tree = real.tree();
  const auto reader = archives::open(*tree, nullptr, 1).take();
  std::vector<std::string> names;
  const auto all = reader->list(
      reader->restore_points([](const Damage&) {}).take().front(),
      [&](const Node& node) -> Result<void> {
        names.push_back(node.path);
        return {};
      },
      [](const Damage&) {});
  EXPECT_TRUE(all.has_value());
  EXPECT_TRUE(verify(*reader).is_clean()) << verify(*reader).told();
  return names;
}

std::vector<std::string> with_plain_quotes() {
  std::vector<std::string> names(kNames.begin(), kNames.end());
  for (std::string& name : names)
    if (const std::size_t at = name.find("’"); at != std::string::npos) name.replace(at, std::string("’").size(), "'");
  return names;
}

TEST(ZipNames, AreReadInTheCodePageTheyWereWrittenIn) {
  for (const std::string_view encoding : {"cp850", "utf-8"}) {
    const RealArchives real;
    real.run(zip_of(encoding));
    EXPECT_EQ(listed(real), with_plain_quotes()) << encoding;
  }
  const RealArchives real;
  real.run(zip_of("cp1252"));
  EXPECT_EQ(listed(real), std::vector<std::string>(kNames.begin(), kNames.end()));
}

// The name of 0x7075 counts while the name beside it is the one it was written for.
TEST(ZipNames, OfTheirOwnFieldCount) {
  constexpr std::string_view kField =
      "(lambda full: struct.pack('<HHBI', 0x7075, 5 + len(full), 1, zlib.crc32(stored)) + full)"
      "(name.encode('utf-8'))";
  const RealArchives real;
  real.run(zip_of("ascii", kField));
  EXPECT_EQ(listed(real), with_plain_quotes());
  const RealArchives renamed;
  renamed.run(zip_of("cp850",
                     "(lambda full: struct.pack('<HHBI', 0x7075, 5 + len(full), 1, zlib.crc32(stored) ^ 1) + full)"
                     "(b'autre')"));
  EXPECT_EQ(listed(renamed), with_plain_quotes());
}

// "cp437" has none of the large letters that French needs: only what both know is written in it.
TEST(ZipNames, OfAFewLettersAreReadAlikeInBothOldPages) {
  constexpr std::string_view kStored = "\x82t\x82 \x85 No\x89l";
  EXPECT_EQ(decoded(kStored, code_page_of(std::array{kStored})), "été à Noël");
  EXPECT_EQ(decoded("plain", CodePage::cp850), "plain");
  EXPECT_EQ(decoded("déjà", CodePage::cp1252), "déjà") << "UTF-8 stays";
}

TEST(ZipNames, OfAnyByteAreUtf8InEveryPage) {
  std::string all;
  for (int byte = 1; byte < 256; ++byte) all += static_cast<char>(byte);
  for (const CodePage page : {CodePage::cp850, CodePage::cp437, CodePage::cp1252})
    EXPECT_TRUE(is_utf8(decoded(all, page)));
}

}  // namespace
}  // namespace garde::formats::zip
