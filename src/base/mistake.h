// A mistake of our own, met while a request or a job is done: it ends that, and not the program with all that others
// do in it.
//
//   const MistakeBoundary boundary;
//   try { handle(request); } catch (const std::exception& thrown) { log(thrown.what()); answer with an excuse; }
//
// Outside a boundary GARDE_CHECK aborts. So it does in a function that may not throw, and while another exception is
// under way.
#pragma once

#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace garde {

// Thrown by fail_check alone. Nothing catches it but whoever set the boundary; what is held on the way is released and
// rolled back by destructors.
class Mistake : public std::exception {
 public:
  Mistake(std::string_view condition, std::string_view file, int line);
  const char* what() const noexcept override { return text_.c_str(); }  // "internal mistake: a < b (src/x.cc:12)"

 private:
  std::string text_;
};

// While one lives, a failed check on this thread throws. Boundaries nest.
class MistakeBoundary {
 public:
  MistakeBoundary();
  ~MistakeBoundary();
  MistakeBoundary(const MistakeBoundary&) = delete;
  MistakeBoundary& operator=(const MistakeBoundary&) = delete;
  static bool is_set();  // on this thread
};

// Carries what is thrown on threads that a piece of work starts back to the one that waits for them, so that a boundary
// there holds for all. Where none is set, checks abort on the other threads too.
class MistakeCarrier {
 public:
  // On each of those threads. False when the work threw.
  template <class Work>
  bool run(Work&& work) {
    try {
      std::optional<MistakeBoundary> boundary;
      if (is_set_) boundary.emplace();
      work();
      return true;
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      if (!thrown_) thrown_ = std::current_exception();
      return false;
    }
  }
  // Once they are all over: throws what the first of them threw.
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  const bool is_set_ = MistakeBoundary::is_set();
  std::mutex mutex_;
  std::exception_ptr thrown_;
};

}  // namespace garde
