// What a connection needs of its socket. The one seam between the protocol and the sockets, which only server.cc
// knows; tests put bytes in and fire deadlines by hand.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace garde::http {

// All calls but `post`, and all callbacks, happen on the loop's thread. A callback never runs inside the call that
// takes it, keeps alive what it captured until it has run, and does run (with failure) after `close`; only a
// deadline that is replaced or closed is dropped.
class Stream {
 public:
  virtual ~Stream() = default;

  // Some bytes, or none when the peer has ended or the connection broke. The view is good during the callback. One
  // read at a time.
  virtual void read_some(std::function<void(std::string_view)> done) = 0;
  // All of `head` then `body`; false if the connection broke. One write at a time.
  virtual void write(std::string head, std::string body, std::function<void(bool)> done) = 0;
  virtual void wipe_input() {}  // overwrites what the last read gave
  virtual void set_deadline(std::chrono::milliseconds from_now, std::function<void()> expired) = 0;
  virtual void clear_deadline() = 0;
  virtual void end_sending() = 0;  // the peer reads an end after what was written
  virtual void close() = 0;
  // From any thread: runs `task` on the loop's thread.
  virtual void post(std::function<void()> task) = 0;
};

}  // namespace garde::http
