// Part of a test in a process of its own, which may limit itself, lose its rights or be killed.
#pragma once

#include <functional>

#include <gtest/gtest.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/result.h"

namespace garde::storage {

// The child runs `body` and ends with what it gives.
inline pid_t start_forked(const std::function<int()>& body) {
  const pid_t child = ::fork();
  GARDE_CHECK(child >= 0);
  if (child == 0) ::_exit(body());
  return child;
}

// Runs `body` in a child and waits for it; -1 when it did not end by itself.
inline int run_forked(const std::function<int()>& body) {
  int status = 0;
  const pid_t child = start_forked(body);
  GARDE_CHECK(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// What a child gives back of a Result: 0 on success, else its kind.
template <class T>
int exit_code(const Result<T>& result) {
  return result ? 0 : 1 + static_cast<int>(result.error().kind);
}
inline int exit_code(ErrorKind kind) { return 1 + static_cast<int>(kind); }

}  // namespace garde::storage
