// One client: reads requests one after the other, has them handled, writes the answers. The protocol without sockets.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/handler_pool.h"
#include "http/head_policy.h"
#include "http/request.h"
#include "http/server.h"
#include "http/stream.h"

namespace garde::http {

// What all connections of a server share. Outlives them.
struct Site {
  Site(Options site_options, Router site_router);

  Options options;  // `hosts` filled in
  Router router;
  HandlerPool pool;
  std::atomic<bool> stopping = false;
  std::size_t open_event_streams = 0;  // the loop's thread only

  Response error(Status status) const;  // through options.error_page. From any thread
  void log(std::string_view line) const;
};

// Lives on the loop's thread; only the handler runs elsewhere, while nothing else happens here. Shared: whichever of
// the pending read, write and handler ends last lets go of it.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `closed` is called once, on the loop's thread.
  Connection(std::unique_ptr<Stream> stream, Site& site, std::function<void()> closed);

  void start();
  void stop();  // a request that is being handled is answered first

 private:
  enum class Phase : std::uint8_t { head, body, handling, writing, streaming, lingering, closed };

  void read_head();
  void take_head();
  void accept_head(std::string_view bytes);
  void take_body();
  void handle();
  void run_handler();  // on the pool
  void refuse(Status status);
  void answer(Response response);
  void send(std::string head, std::string body);
  void start_streaming(EventStream events, std::string head);
  void send_events();
  void write_events(std::string bytes);
  void leave_events();
  void end();
  void close();
  bool has_secret_body() const;
  void forget_body();  // of a request whose body is secret, whatever became of it

  void read_more();
  void on_read(std::string_view bytes);
  void set_deadline(std::chrono::milliseconds from_now);
  void on_deadline();

  std::unique_ptr<Stream> stream_;
  Site& site_;
  std::function<void()> closed_;

  Phase phase_ = Phase::head;
  bool reading_ = false;      // a read is pending
  bool writing_ = false;      // a write is pending
  std::string input_;         // read and not yet understood
  std::size_t examined_ = 0;  // of input_, by scan_head

  Request request_;
  const Route* route_ = nullptr;
  std::size_t body_size_ = 0;
  bool keep_alive_ = true;
  bool unread_ = false;        // some of the request is left in the socket
  bool without_body_ = false;  // the answer to a HEAD
  Response response_;          // the handler's, on its way from the pool
  std::optional<EventStream> events_;
};

}  // namespace garde::http
