#include "tests/flood.h"

#include <array>
#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/result.h"

namespace garde::tests {
namespace {

constexpr uid_t kNobody = 65534;

int open_connection(std::uint16_t port, const std::string& first_bytes) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool open = socket >= 0 &&
                    ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                    ::send(socket, first_bytes.data(), first_bytes.size(), MSG_NOSIGNAL) > 0;
  if (!open) ::close(socket);
  return open ? socket : -1;
}

void allow_descriptors(std::size_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, count);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

[[noreturn]] void flood(std::uint16_t port, const std::string& host, FloodSize size, int ready) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  allow_descriptors(size.idle + size.slow + 16);
  if (::geteuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(1);
  const std::string idle = fmt::format("GET / HTTP/1.1\r\nHost: {}\r\nX: ", host);
  const std::string slow = fmt::format(
      "POST /sign-in HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\nContent-Length: 4000\r\n\r\n", host, host);
  std::vector<pollfd> connections(size.idle + size.slow, {.fd = -1, .events = POLLIN, .revents = 0});
  auto last_byte = std::chrono::steady_clock::now();
  for (bool first = true;; first = false) {
    for (std::size_t i = 0; i < connections.size(); ++i) {
      pollfd& one = connections[i];
      if (one.fd >= 0 && one.revents == 0) continue;
      if (one.fd >= 0) ::close(one.fd);
      one.fd = open_connection(port, i < size.idle ? idle : slow);
      one.revents = 0;
    }
    if (first) static_cast<void>(::write(ready, "r", 1));
    ::poll(connections.data(), connections.size(), 50);
    const auto now = std::chrono::steady_clock::now();
    if (now - last_byte < std::chrono::seconds(1)) continue;
    last_byte = now;
    for (std::size_t i = size.idle; i < connections.size(); ++i) ::send(connections[i].fd, "x", 1, MSG_NOSIGNAL);
  }
}

}  // namespace

Flood::Flood(std::uint16_t port, const std::string& host, FloodSize size) {
  std::array<int, 2> ends{};
  GARDE_CHECK(::pipe2(ends.data(), O_CLOEXEC) == 0);
  process_ = ::fork();
  GARDE_CHECK(process_ >= 0);
  if (process_ == 0) flood(port, host, size, ends[1]);
  ::close(ends[1]);
  char byte = 0;
  GARDE_CHECK(::read(ends[0], &byte, 1) == 1);
  ::close(ends[0]);
}

Flood::~Flood() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace garde::tests
