// One client: reads requests one after the other, has them handled, writes the answers. The protocol without sockets.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/drop_order.h"
#include "http/handler_pool.h"
#include "http/head_policy.h"
#include "http/memory_budget.h"
#include "http/request.h"
#include "http/server.h"
#include "http/stream.h"

namespace garde::http {

// What all connections of a server share. Outlives them.
struct Site {
  Site(Options site_options, Router site_router);

  Options options;  // `hosts` filled in
  Router router;
  std::atomic<bool> stopping = false;
  // The loop's thread only, all three.
  MemoryBudget memory;
  DropOrder drop_order;
  std::size_t open_event_streams = 0;
  // Last, so that they end first: what they run uses the rest.
  HandlerPool reception;  // asks routes who may come in: nothing slow, and never full
  HandlerPool outside;    // handlers of requests that nobody let in
  HandlerPool inside;     // handlers of those that were

  Response error(Status status, Shortage shortage = Shortage::none) const;  // through options.error_page. Any thread
  void log(std::string_view line) const;
  // What a flood makes happen again and again, said once a minute. `line` is a literal. The loop's thread only.
  void log_now_and_then(std::string_view line);
  Response refuse(Shortage shortage);  // 503, and a line in the log. The loop's thread only

 private:
  std::map<std::string_view, std::chrono::steady_clock::time_point> said_;
};

// Lives on the loop's thread; only admission and handler run elsewhere, while nothing else happens here. Shared:
// whichever of the pending read, write and handler ends last lets go of it.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `closed` is called once, on the loop's thread.
  Connection(std::unique_ptr<Stream> stream, Site& site, std::function<void()> closed);

  void start();
  void stop();   // a request that is being handled is answered first
  void close();  // at once. Never while it is kept in the drop order

 private:
  enum class Phase : std::uint8_t { head, admission, body, handling, writing, streaming, lingering, closed };

  void enter(Phase phase);
  void read_head();
  void take_head();
  void accept_head(std::string_view bytes);
  void ask_admission();
  void take_admission();
  void begin_body();
  void take_body();
  void handle();
  // On the pool, then back on the loop. False, and nothing done, when the pool is full.
  bool run(HandlerPool& pool, void (Connection::*work)(), void (Connection::*then)());
  void run_admission();
  void run_handler();
  void take_answer();
  std::optional<Response> guarded(const std::function<std::optional<Response>()>& work) const noexcept;
  void refuse(Status status);
  void refuse(Response response);
  void answer(Response response);
  void send(std::string head, std::string body);
  void start_streaming(EventStream events, std::string head);
  void send_events();
  void write_events(std::string bytes);
  void leave_events();
  void end();
  void forget_body();  // overwritten, whatever became of the request

  // Whether there is memory for `more` bytes beside what is held, strangers making room. Counts nothing yet.
  bool make_room(std::size_t more);
  void count_memory(std::size_t answer_size = 0);
  std::size_t held() const { return input_.size() + head_size_ + body_size_; }

  void read_more();
  void on_read(std::string_view bytes);
  void set_deadline(std::chrono::milliseconds from_now);
  void on_deadline();
  // What happens on the loop's thread: were it to throw, the connection would be lost, and not the server.
  void step(const std::function<void()>& work);

  std::unique_ptr<Stream> stream_;
  Site& site_;
  std::function<void()> closed_;
  DropOrder::Ticket ticket_;
  MemoryBudget::Share memory_;

  Phase phase_ = Phase::head;
  bool let_in_ = false;       // its last request that was asked who it is
  bool reading_ = false;      // a read is pending
  bool writing_ = false;      // a write is pending
  std::string input_;         // read and not yet understood
  std::size_t examined_ = 0;  // of input_, by scan_head

  Request request_;
  const Route* route_ = nullptr;
  std::size_t head_size_ = 0;  // while the request is there
  std::size_t body_size_ = 0;  // likewise
  bool expects_continue_ = false;
  bool keep_alive_ = true;
  bool unread_ = false;                  // some of the request is left in the socket
  bool without_body_ = false;            // the answer to a HEAD
  Response response_;                    // the handler's, on its way from the pool
  std::optional<Response> turned_away_;  // the admission's, likewise
  std::optional<EventStream> events_;
};

}  // namespace garde::http
