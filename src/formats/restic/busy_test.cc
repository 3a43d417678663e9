// A repository that restic writes to, forgets from and prunes while we read it.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "crypto/testing/bytes.h"
#include "formats/restic/reader.h"
#include "formats/restic/testing/real_repository.h"

namespace garde::formats::restic {
namespace {

using testing::RealRepository;

TEST(BusyRestic, IsNeverAccusedByAReadingBesideBackupsAndPrunes) {
  const RealRepository repository(2);
  const auto change = [&](std::uint64_t number) {
    const auto bytes = crypto::testing::noise(200'000, number);
    repository.write(fmt::format("images/{}.jpg", number % 7),
                     {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    repository.write("dossiers/dupont.txt", fmt::format("Madame Dupont, vue {} fois", number));
  };
  change(0);
  repository.backup();
  std::atomic<bool> done = false;
  const std::jthread writer([&] {
    for (std::uint64_t number = 1; number <= 8; ++number) {
      change(number);
      repository.backup();
      if (number % 2 == 0) repository.run("forget --keep-last 2 --prune");
    }
    done = true;
  });
  const auto tree = repository.tree();
  int readings = 0;
  for (bool last = false; !last; ++readings) {
    last = done;
    const auto reader = restic::open(*tree, RealRepository::password(), 1);
    ASSERT_TRUE(reader) << describe(reader.error());
    const auto coverage = (*reader)->verify({.level = Level::content, .threads = 1}, [&](const Damage& damage) {
      ADD_FAILURE() << "reading " << readings << ": " << name(damage.kind) << ' ' << damage.subject.name << ' '
                    << damage.detail;
    });
    ASSERT_TRUE(coverage) << describe(coverage.error());
    EXPECT_EQ(coverage->losses, 0U);
    if (last) {
      EXPECT_EQ(coverage->ending, Ending::complete);
      EXPECT_EQ(coverage->units_verified, coverage->units_total);
    }
  }
  EXPECT_GT(readings, 1);
}

}  // namespace
}  // namespace garde::formats::restic
