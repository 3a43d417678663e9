#include "incident/collection.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::incident {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Collection read(const std::string& items, content::Problems& problems) {
  return Collection::read(
      content::Files({{"incident/collection.toml", "max_mib = 64\nmin_samples = 3\nmax_samples = 5\n" + items}}),
      problems);
}

TEST(Collecting, BeginsWithWhatFadesFirst) {
  content::Problems problems;
  const Collection collection = Collection::read(content::Files::from_program(), problems);
  ASSERT_THAT(problems, IsEmpty());
  const auto place = [&](std::string_view id) {
    return std::ranges::find(collection.items, id, &CollectionItem::id) - collection.items.begin();
  };
  // RFC 3227, 2.1: what lives in memory, then what is on the disk.
  EXPECT_EQ(place("clock"), 0);
  EXPECT_LT(place("processes"), place("autoruns"));
  EXPECT_LT(place("connections"), place("autoruns"));
  EXPECT_LT(place("autoruns"), place("logs"));
  EXPECT_LT(place("logs"), std::ssize(collection.items));
  EXPECT_THAT(collection.for_technician, Not(IsEmpty()));
}

TEST(Collecting, NamesEachItemOnceAndNoPathThatCouldLeaveItsPlace) {
  content::Problems problems;
  std::set<std::string> ids;
  for (const CollectionItem& item : Collection::read(content::Files::from_program(), problems).items) {
    EXPECT_TRUE(ids.insert(item.id).second) << item.id;
    for (const std::string& file : item.files) EXPECT_THAT(file, Not(HasSubstr("..")));
  }
}

TEST(Collecting, RefusesAnItemThatIsNeitherAFactNorFiles) {
  const std::string head = "[[item]]\nid = \"a\"\ntitle = \"A\"\n";
  for (const std::string& wrong :
       {head, head + "fact = \"weather\"\n", head + "fact = \"clock\"\nfiles = [\"/etc/hostname\"]\n",
        head + "files = [\"etc/hostname\"]\n",
        std::string("[[item]]\nid = \"A b\"\ntitle = \"A\"\nfact = \"clock\"\n")}) {
    content::Problems problems;
    read(wrong, problems);
    EXPECT_THAT(problems, Not(IsEmpty())) << wrong;
  }
  content::Problems problems;
  read(head + "fact = \"clock\"\n", problems);
  EXPECT_THAT(problems, IsEmpty());
}

TEST(Collecting, CountsWhatWasTakenToTheEndAlone) {
  const Writing writing{.now = {}, .author = "Cabinet"};
  const auto files = [&](journal::Draft draft) { return collected_files({1, Exercise::no, std::move(draft)}); };
  EXPECT_EQ(files(collected({"/a", 55, {}, {}, crypto::sha256({})}, writing)), 55U);
  EXPECT_EQ(files(collected({"/a", 55, {}, {}, {}}, writing)), 0U) << "interrupted";
  EXPECT_EQ(files(exported({"/a", 55, {}, {}, crypto::sha256({})}, writing)), 0U);
}

}  // namespace
}  // namespace garde::incident
