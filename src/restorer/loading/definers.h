// Whose a routine, a view or a trigger of a MySQL or MariaDB dump is: the scratch server has no such accounts, and may
// act for none.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace garde::restorer::loading {

// Takes a dump in pieces and gives it back with each "DEFINER=account@host" blanked out, so that what has one belongs
// to who loads it. What stands between quotes is left as it is. Where it goes wrong the server refuses the account:
// nothing relies on this.
class DefinerFilter {
 public:
  // Valid until the next call. Some of the end may come with the next piece.
  std::span<const std::byte> take(std::span<const std::byte> piece);
  std::span<const std::byte> rest();

 private:
  void step();
  std::span<const std::byte> give(std::size_t end);
  std::string held_;
  std::vector<std::byte> given_;
  std::size_t at_ = 0;  // in `held_`, looked at
  char quote_ = 0;      // what ends that which `at_` is within: a quote, a line that is a comment
  char before_ = 0;     // the byte before `at_`
};

}  // namespace garde::restorer::loading
