#include "tools/resource_source.h"

#include <fstream>
#include <iterator>
#include <span>

#include <gtest/gtest.h>

#include "base/resource.h"
#include "base/testing/source_directory.h"

namespace garde::tools {

std::span<const Resource> sample_resources();  // compiled from testdata/resources by garde_resources()

namespace {

std::string on_disk(std::string_view path) {
  std::ifstream file(source_directory() / "tools/testdata/resources" / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string text_of(const Resource& resource) {
  return {reinterpret_cast<const char*>(resource.bytes.data()), resource.bytes.size()};
}

TEST(Resources, HoldTheFilesNamedInTheOrderNamed) {
  const auto resources = sample_resources();
  ASSERT_EQ(resources.size(), 3U);
  EXPECT_EQ(resources[0].path, "pages/accents.html");
  EXPECT_EQ(resources[1].path, "every_byte.bin");
  EXPECT_EQ(resources[2].path, "empty.txt");
}

TEST(Resources, HaveExactlyTheBytesOnDisk) {
  for (const Resource& resource : sample_resources()) EXPECT_EQ(text_of(resource), on_disk(resource.path));
  EXPECT_GT(sample_resources()[1].bytes.size(), 256U);
  EXPECT_TRUE(sample_resources()[2].bytes.empty());
}

TEST(Resources, CarryTheFingerprintOfTheirBytes) {
  for (const Resource& resource : sample_resources()) EXPECT_EQ(resource.fingerprint, fingerprint(text_of(resource)));
}

// Published vectors of FNV-1a, 64 bits.
TEST(Fingerprint, IsFnv1a) {
  EXPECT_EQ(fingerprint(""), "cbf29ce484222325");
  EXPECT_EQ(fingerprint("a"), "af63dc4c8601ec8c");
  EXPECT_EQ(fingerprint("foobar"), "85944171f73967e8");
}

TEST(ResourceSource, RefusesPathsThatLeaveTheRootOrNeedEscaping) {
  for (const std::string path : {"", "/etc/passwd", "../up.txt", "a/../b", "a\\b", "a b", "é.css", "a\"b", "dir/"})
    EXPECT_FALSE(resource_source({"web", "assets"}, {{path, "x"}})) << path;
}

TEST(ResourceSource, RefusesAFileNamedTwice) {
  EXPECT_FALSE(resource_source({"web", "assets"}, {{"a.css", "x"}, {"a.css", "x"}}));
}

}  // namespace
}  // namespace garde::tools
