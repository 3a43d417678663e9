// docs/security.md and docs/asvs.md say which test shows what: each of them is there.
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/source_directory.h"

namespace garde::tests {
namespace {

using testing::Gt;
using testing::IsEmpty;
using testing::SizeIs;

std::string read(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::set<std::string> found_in(const std::string& text, const std::regex& pattern) {
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match)
    found.insert((*match)[1].str() + "." + (*match)[2].str());
  return found;
}

TEST(SecurityDocuments, NameTestsThatAreThere) {
  static const std::regex kTest("TEST(?:_F|_P)?\\((\\w+), (\\w+)\\)");
  std::set<std::string> tests;
  for (const char* folder : {"src", "tests"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source_directory() / folder))
      if (entry.path().filename().string().ends_with("_test.cc")) tests.merge(found_in(read(entry.path()), kTest));
  ASSERT_THAT(tests, SizeIs(Gt(1000)));

  static const std::regex kNamed("`([A-Z][A-Za-z0-9]+)\\.([A-Z][A-Za-z0-9]+)`");
  for (const char* document : {"docs/security.md", "docs/asvs.md"}) {
    const auto named = found_in(read(source_directory() / document), kNamed);
    EXPECT_THAT(named, SizeIs(Gt(20))) << document;
    std::vector<std::string> missing;
    for (const std::string& name : named)
      if (!tests.contains(name)) missing.push_back(name);
    EXPECT_THAT(missing, IsEmpty()) << document;
  }
}

}  // namespace
}  // namespace garde::tests
