// Another account of the same computer, which opens connections to a server and keeps them: nothing but the beginning
// of a head, or a body that comes a byte a second. What is closed is opened again at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <sys/types.h>

namespace garde::tests {

struct FloodSize {
  std::size_t idle = 0;  // connections that began a head
  std::size_t slow = 0;  // that send the body of a form to whoever asks for no session
};

// A process of its own, under the account "nobody" where this one may choose.
class Flood {
 public:
  // Returns once all connections have been opened.
  // It knows even the `host` that only the owner can read.
  Flood(std::uint16_t port, const std::string& host, FloodSize size);
  ~Flood();  // ends it
  Flood(const Flood&) = delete;
  Flood& operator=(const Flood&) = delete;

 private:
  pid_t process_;
};

}  // namespace garde::tests
