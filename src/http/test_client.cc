#include "http/test_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "base/result.h"

namespace garde::http {
namespace {

constexpr int kPatienceSeconds = 60;  // a test that hangs fails

}  // namespace

TestClient::TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  GARDE_CHECK(socket_ >= 0);
  const timeval patience{.tv_sec = kPatienceSeconds, .tv_usec = 0};
  GARDE_CHECK(::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  GARDE_CHECK(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

TestClient::~TestClient() { ::close(socket_); }

bool TestClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool TestClient::read_some() {
  std::array<char, 4096> bytes{};
  const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (size <= 0) return false;
  input_.append(bytes.data(), static_cast<std::size_t>(size));
  return true;
}

std::optional<Answer> TestClient::read_answer(Body body) {
  std::size_t end = 0;
  while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_some()) return std::nullopt;
  }
  std::string_view head = std::string_view(input_).substr(0, end + 2);
  Answer answer;
  answer.status = std::atoi(std::string(head.substr(9, 3)).c_str());
  head.remove_prefix(head.find("\r\n") + 2);
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(": ");
    answer.headers.add(line.substr(0, colon), line.substr(colon + 2));
    head.remove_prefix(line.size() + 2);
  }
  input_.erase(0, end + 4);
  if (body == Body::none) return answer;
  const std::string length(answer.headers.get("Content-Length").value_or("0"));
  const auto size = static_cast<std::size_t>(std::atoll(length.c_str()));
  while (input_.size() < size) {
    if (!read_some()) return std::nullopt;
  }
  answer.body = input_.substr(0, size);
  input_.erase(0, size);
  return answer;
}

bool TestClient::read_until(std::string_view text) {
  std::size_t found = 0;
  while ((found = input_.find(text)) == std::string::npos) {
    if (!read_some()) return false;
  }
  input_.erase(0, found + text.size());
  return true;
}

std::string TestClient::read_to_end() {
  while (read_some()) {
  }
  return std::exchange(input_, {});
}

void TestClient::end_sending() { ::shutdown(socket_, SHUT_WR); }

Answer exchange(std::uint16_t port, std::string_view bytes) {
  TestClient client(port);
  client.send(bytes);
  return client.read_answer().value_or(Answer{});
}

}  // namespace garde::http
