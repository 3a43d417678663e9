#include "http/drop_order.h"

#include <array>
#include <optional>

#include <gtest/gtest.h>

namespace garde::http {
namespace {

using Rank = DropOrder::Rank;

// Only their addresses matter here.
class DropOrders : public testing::Test {
 protected:
  Connection& connection(std::size_t i) { return reinterpret_cast<Connection&>(stand_ins_.at(i)); }
  std::array<char, 3> stand_ins_{};
  DropOrder order_;
  DropOrder::Ticket first_{order_, connection(0)};
  DropOrder::Ticket second_{order_, connection(1)};
};

TEST_F(DropOrders, NameNobodyWhileAllAreKept) {
  EXPECT_EQ(order_.first(), nullptr);
  EXPECT_EQ(order_.first_stranger(), nullptr);
}

TEST_F(DropOrders, BeginWithWhoHasWaitedLongest) {
  second_.set(Rank::stranger);
  first_.set(Rank::stranger);
  EXPECT_EQ(order_.first(), &connection(1));
  second_.set(Rank::stranger);
  EXPECT_EQ(order_.first(), &connection(0)) << "the other has done something since";
}

TEST_F(DropOrders, PutStrangersBeforeWhoWasLetIn) {
  first_.set(Rank::idle);
  second_.set(Rank::stranger);
  EXPECT_EQ(order_.first(), &connection(1));
  second_.set(Rank::kept);
  EXPECT_EQ(order_.first(), &connection(0));
  EXPECT_EQ(order_.first_stranger(), nullptr);
}

TEST_F(DropOrders, ForgetWhoHasLeft) {
  {
    DropOrder::Ticket third(order_, connection(2));
    third.set(Rank::stranger);
    EXPECT_EQ(order_.first(), &connection(2));
  }
  EXPECT_EQ(order_.first(), nullptr);
}

}  // namespace
}  // namespace garde::http
