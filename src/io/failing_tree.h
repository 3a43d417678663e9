// A tree whose n-th operation fails with an I/O error: a bad sector, or a cable pulled out. A test runs the
// same work with n = 0, 1, 2 … until it goes through without meeting the failure.
#pragma once

#include <atomic>
#include <limits>

#include "io/tree.h"

namespace garde::io {

enum class Failure : std::uint8_t { once, from_then_on };

class FailingTree final : public Tree {
 public:
  static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

  // Operations are counted from 0: each list, stat, open and read_at is one. `tree` must outlive this and every
  // file opened through it.
  FailingTree(const Tree& tree, std::uint64_t failing_operation, Failure failure)
      : tree_(tree), failing_operation_(failing_operation), failure_(failure) {}

  // Counts anew, towards another failing operation. Not while another thread uses the tree.
  void restart(std::uint64_t failing_operation, Failure failure) {
    operations_ = 0;
    failing_operation_ = failing_operation;
    failure_ = failure;
  }
  std::uint64_t operations() const { return operations_; }
  bool has_failed() const { return operations_ > failing_operation_; }

  Result<void> list(std::string_view directory, Detail detail, const OnEntry& on_entry) const override;
  Result<Stat> stat(std::string_view path) const override;
  Result<std::unique_ptr<File>> open(std::string_view path, Access access) const override;

  // An error when this operation is one that fails. For the files of this tree.
  Result<void> count_operation(std::string_view subject) const;

 private:
  const Tree& tree_;
  std::uint64_t failing_operation_;
  Failure failure_;
  mutable std::atomic<std::uint64_t> operations_ = 0;
};

}  // namespace garde::io
