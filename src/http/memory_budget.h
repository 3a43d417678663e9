// How much memory what comes and goes over all connections may take together: heads and bodies being read, answers
// being sent. By the loop's thread only.
#pragma once

#include "base/byte_count.h"

namespace garde::http {

class MemoryBudget {
 public:
  explicit MemoryBudget(ByteCount total) : total_(total) {}
  MemoryBudget(const MemoryBudget&) = delete;
  MemoryBudget& operator=(const MemoryBudget&) = delete;

  ByteCount used() const { return used_; }
  bool exceeded() const { return used_ > total_; }

  // What one connection holds of it; given back at the end. The budget outlives it.
  class Share {
   public:
    explicit Share(MemoryBudget& budget) : budget_(budget) {}
    ~Share() { hold({}); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    bool fits(ByteCount size) const;  // holding `size` in all, what others hold being as it is
    void hold(ByteCount size);        // in all, over the budget too: what is there already can only be counted

   private:
    MemoryBudget& budget_;
    ByteCount held_;
  };

 private:
  ByteCount total_;
  ByteCount used_;
};

}  // namespace garde::http
