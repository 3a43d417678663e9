// The threads that run handlers, and the short line in front of them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace garde::http {

class HandlerPool {
 public:
  // At most `threads` jobs run and `queue_limit` more wait.
  HandlerPool(std::size_t threads, std::size_t queue_limit);
  ~HandlerPool();  // runs what waits, then joins

  HandlerPool(const HandlerPool&) = delete;
  HandlerPool& operator=(const HandlerPool&) = delete;

  // From any thread. False, and nothing done, if the line is full. The job must not throw.
  bool try_run(std::function<void()> job);

 private:
  void work();

  // Not a Guarded: a condition variable needs the mutex itself.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::size_t unfinished_ = 0;  // waiting or running
  bool ending_ = false;
  const std::size_t unfinished_limit_;
  std::vector<std::jthread> threads_;
};

}  // namespace garde::http
