// A client for tests: plain blocking sockets, so that what the server is tested with shares nothing with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/http.h"

namespace garde::http {

struct Answer {
  int status = 0;
  Headers headers;
  std::string body;
};

class TestClient {
 public:
  explicit TestClient(std::uint16_t port);
  ~TestClient();
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  bool send(std::string_view bytes);  // false once the server has gone
  // The next answer, its body by Content-Length or (`events`, HEAD) none; nothing if the connection ended first.
  enum class Body { by_length, none };
  std::optional<Answer> read_answer(Body body = Body::by_length);
  bool read_until(std::string_view text);  // reads on until `text` has come; what came before it is dropped
  std::string read_to_end();
  void end_sending();

 private:
  bool read_some();

  int socket_;
  std::string input_;
};

// One request on one connection, head and body as given; status 0 if there was no answer.
Answer exchange(std::uint16_t port, std::string_view bytes);

}  // namespace garde::http
