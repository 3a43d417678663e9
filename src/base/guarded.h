// State that cannot be touched without its lock.
//
//   Guarded<Sessions> sessions;
//   sessions.with([&](Sessions& s) { s.add(id); });
#pragma once

#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "base/result.h"

namespace garde {

template <class T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}

  // Calls `use` with the value, locked. From inside itself it would wait for ever, so that is checked. Do not let a
  // reference escape, nor lock two at once.
  template <class F>
  auto with(F&& use) {
    GARDE_CHECK(holder_.load(std::memory_order_relaxed) != std::this_thread::get_id());
    const std::scoped_lock lock(mutex_);
    const Holding holding(holder_);
    return std::forward<F>(use)(value_);
  }

 private:
  using Holder = std::atomic<std::thread::id>;  // a thread finds its own id there only when it wrote it itself
  class Holding {
   public:
    explicit Holding(Holder& holder) : holder_(holder) {
      holder_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    }
    ~Holding() { holder_.store(std::thread::id(), std::memory_order_relaxed); }
    Holding(const Holding&) = delete;
    Holding& operator=(const Holding&) = delete;

   private:
    Holder& holder_;
  };

  std::mutex mutex_;
  Holder holder_{};
  T value_{};
};

}  // namespace garde
