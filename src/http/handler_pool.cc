#include "http/handler_pool.h"

#include <utility>

#include "base/result.h"

namespace garde::http {

HandlerPool::HandlerPool(std::size_t threads, std::size_t queue_limit) : unfinished_limit_(threads + queue_limit) {
  GARDE_CHECK(threads > 0);
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

HandlerPool::~HandlerPool() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
}

bool HandlerPool::try_run(std::function<void()> job) {
  {
    const std::scoped_lock lock(mutex_);
    if (ending_ || unfinished_ == unfinished_limit_) return false;
    waiting_.push_back(std::move(job));
    ++unfinished_;
  }
  changed_.notify_one();
  return true;
}

void HandlerPool::work() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job();
    job = nullptr;
    const std::scoped_lock lock(mutex_);
    --unfinished_;
  }
}

}  // namespace garde::http
