// State that cannot be touched without its lock.
//
//   Guarded<Sessions> sessions;
//   sessions.with([&](Sessions& s) { s.add(id); });
#pragma once

#include <mutex>
#include <utility>

namespace garde {

template <class T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}

  // Calls `use` with the value, locked. Do not let a reference escape, nor lock two at once.
  template <class F>
  auto with(F&& use) {
    const std::scoped_lock lock(mutex_);
    return std::forward<F>(use)(value_);
  }

 private:
  std::mutex mutex_;
  T value_{};
};

}  // namespace garde
