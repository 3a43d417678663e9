// Sockets, threads and limits around a table of routes.
//
//   auto server = TRY(http::Server::listen({.port = 8765, .stop_on_signals = true}, Router(routes)));
//   server->wait();
//
// One thread does all reading and writing (so an event stream costs no thread), one asks routes who may come in, a
// bounded pool runs the handlers of who was let in, and half as many threads those of strangers: who may not come in
// cannot keep anybody waiting. Beyond a limit a request is answered 503 with Retry-After, and says which.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "http/response.h"
#include "http/router.h"

namespace garde::http {

struct Limits {
  ByteCount head = 16_KiB;     // request line and headers; longer is 431
  ByteCount memory = 256_MiB;  // of all connections: heads, bodies, answers. More is 503; strangers make room first
  std::size_t handler_threads = 4;
  std::size_t waiting_requests = 64;  // for a handler thread; more is 503
  // Each takes a file descriptor. For one more the first of drop_order.h is closed; when all are in use, it waits.
  std::size_t connections = 2048;
  std::size_t reserved_descriptors = 256;  // for the program's own files: connections get what these leave
  std::size_t event_streams = 1536;  // open at once; more is 503. Fewer than connections, so pages are still served
  std::chrono::milliseconds idle{60'000};        // without a request, before the connection is closed
  std::chrono::milliseconds head_time{10'000};   // from the first byte of a head to its last; longer is 408
  std::chrono::milliseconds body_time{10'000};   // for all of a body, and what its size takes at body_rate; longer
  ByteCount body_rate = 512_KiB;                 // a second. is 408
  std::chrono::milliseconds write_time{60'000};  // for all of an answer, or for what an event stream had to send
  std::chrono::milliseconds heartbeat{15'000};   // silence of an event stream before a comment is sent on it
  std::chrono::milliseconds stop_time{5'000};    // for all of an answer once the server is stopping
  std::chrono::milliseconds linger{2'000};       // reading on after a refusal, so that the peer gets to read it
};

struct Options {
  std::string address = "127.0.0.1";  // an IP address. Beyond loopback nothing is encrypted
  // Another one, on the same port, unless the system has no such address. A browser that is given a name below
  // localhost may ask at [::1] first, and must not meet somebody else there.
  std::string second_address = {};
  std::uint16_t port = 0;  // 0: the system chooses a free one
  // What our pages are asked under, "garde.localhost". None: the address, and "localhost".
  std::string name = {};
  // The values of Host that are ours, exactly as sent ("cabinet.example:8443"). None: the name, with the port.
  std::vector<std::string> hosts = {};
  std::string content_security_policy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
      "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  Limits limits = {};
  bool stop_on_signals = false;  // SIGINT and SIGTERM stop the server, as stop() does
  // The page for an answer the engine gives by itself: 4xx, 500, and 503 with what there is too little of. Called
  // from several threads. Absent, or when it throws: one plain line. What it may not change (status, Allow,
  // Retry-After) is set afterwards.
  std::function<Response(Status, Shortage)> error_page = {};
  // One line for whoever runs the machine: a handler that threw, a connection that could not be accepted. Never holds
  // what a request said beyond its method and its route's pattern. Called from several threads; must not throw.
  std::function<void(std::string_view)> log = {};
};

// Abstract so that only server.cc includes the sockets' library.
class Server {
 public:
  // Serves as soon as it returns. conflict: the address is in use; unreadable: the system refused;
  // invalid_input: not an address.
  static Result<std::unique_ptr<Server>> listen(Options options, Router router);

  virtual ~Server() = default;  // stops and waits

  virtual std::uint16_t port() const = 0;
  // From any thread; returns at once. No new connection is taken, idle ones and event streams end, what waits for a
  // handler gets 503, handlers that run finish and are answered.
  virtual void stop() = 0;
  // Until the server has been stopped and all of that is done. By the owner, not by a handler.
  virtual void wait() = 0;
};

}  // namespace garde::http
