#include "http/descriptors.h"

#include <sys/resource.h>

#include <gtest/gtest.h>

namespace garde::http {
namespace {

// The limit of this process, put back afterwards.
class Descriptors : public testing::Test {
 protected:
  Descriptors() { EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0); }
  ~Descriptors() override { ::setrlimit(RLIMIT_NOFILE, &before_); }
  void allow(rlim_t count) const {
    rlimit limit = before_;
    limit.rlim_cur = count;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  }
  static rlim_t allowed() {
    rlimit limit{};
    EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    return limit.rlim_cur;
  }
  rlimit before_{};
};

TEST_F(Descriptors, AreRaisedToWhatIsWantedAndNeverLowered) {
  allow(300);
  raise_descriptor_limit(400);
  EXPECT_EQ(allowed(), 400U);
  raise_descriptor_limit(350);
  EXPECT_EQ(allowed(), 400U);
}

TEST_F(Descriptors, AreRaisedNoFurtherThanTheSystemAllows) {
  allow(300);
  raise_descriptor_limit(static_cast<std::size_t>(before_.rlim_max) + 1);
  EXPECT_EQ(allowed(), before_.rlim_max);
}

TEST_F(Descriptors, LeaveTheProgramItsOwnBeforeConnectionsGetAny) {
  allow(1024);
  EXPECT_EQ(connections_allowed(700, 256), 700U);
  EXPECT_EQ(connections_allowed(2048, 256), 768U);
}

TEST_F(Descriptors, AreSharedInHalvesWhereThereAreFew) {
  allow(256);
  EXPECT_EQ(connections_allowed(2048, 256), 128U);
  allow(400);
  EXPECT_EQ(connections_allowed(2048, 256), 200U);
}

}  // namespace
}  // namespace garde::http
