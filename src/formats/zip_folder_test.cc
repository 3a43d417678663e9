// Zips are read back by Python's zipfile and by unzip's own judge, Info-ZIP's format being what browsers hand over.
#include "formats/zip_folder.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"

namespace garde::formats {
namespace {

const Instant kTime = start_of(Date{std::chrono::year{2026} / 11 / 26});

class AZip : public testing::Test {
 protected:
  void write(const std::string& name, std::string_view text) const {
    const auto path = folder_ / "in" / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  Result<std::string> zip(ByteCount limit = 1_MiB) const { return zip_folder(folder_ / "in", "dossier", kTime, limit); }
  io::testing::TemporaryFolder folder_;
};

TEST_F(AZip, GivesBackEveryFileUnderItsNameToAnotherProgram) {
  write("LISEZ-MOI.txt", "bonjour");
  write("data/Éléments/reçu.pdf", std::string(300'000, 'x'));
  write("data/empty", "");
  std::filesystem::create_symlink("/etc/passwd", folder_ / "in/link");
  const auto bytes = zip();
  ASSERT_TRUE(bytes.has_value()) << describe(bytes.error());
  std::ofstream(folder_ / "out.zip", std::ios::binary) << *bytes;
  std::ofstream(folder_ / "check.py")
      << "import zipfile, sys\n"
         "z = zipfile.ZipFile('out.zip')\n"
         "assert z.testzip() is None\n"
         "names = ['dossier/LISEZ-MOI.txt', 'dossier/data/empty', 'dossier/data/Éléments/reçu.pdf']\n"
         "assert sorted(z.namelist()) == sorted(names), z.namelist()\n"
         "assert z.read(names[2]) == b'x' * 300000 and z.read(names[0]) == b'bonjour'\n";
  EXPECT_EQ(std::system(("cd '" + folder_.path().string() + "' && python3 check.py").c_str()), 0);
}

TEST_F(AZip, IsTheSameForTheSameFolder) {
  write("a", "1");
  write("b", "2");
  EXPECT_EQ(zip().value(), zip().value());
}

TEST_F(AZip, IsRefusedWhenItIsTooLarge) {
  std::string noise(100'000, ' ');
  std::uint32_t seed = 1;
  for (char& c : noise) c = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24U);
  write("a", noise);
  const auto refused = zip(ByteCount{50'000});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_TRUE(zip(ByteCount{120'000}).has_value());
}

}  // namespace
}  // namespace garde::formats
