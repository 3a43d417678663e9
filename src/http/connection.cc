#include "http/connection.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>
#include <variant>

#include "base/mistake.h"
#include "http/secret_body.h"

namespace garde::http {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kHeartbeat = ":\n\n";
constexpr std::string_view kRetryAfterSeconds = "2";

std::string join(const std::vector<Method>& methods) {
  std::string text;
  for (const Method method : methods) {
    if (!text.empty()) text += ", ";
    text += name(method);
    if (method == Method::get) text += ", HEAD";
  }
  return text;
}

Response plain_error(Status status) { return Response::text(std::string(reason(status)) + "\n", status); }

std::string_view describe(Shortage shortage) {
  switch (shortage) {
    case Shortage::none: return "";
    case Shortage::handlers: return "requests are refused: too many wait for a handler";
    case Shortage::memory: return "requests are refused: the memory for connections is used up";
    case Shortage::event_streams: return "requests are refused: too many pages listen";
    case Shortage::time: return "requests are refused: the server is being stopped";
  }
  fail_check("a Shortage outside its enum", __FILE__, __LINE__);
}

// The time a body of this size may take.
std::chrono::milliseconds time_for_body(std::size_t size, const Limits& limits) {
  return limits.body_time + std::chrono::milliseconds(size * 1000 / limits.body_rate.value);
}

}  // namespace

Site::Site(Options site_options, Router site_router)
    : options(std::move(site_options)),
      router(std::move(site_router)),
      memory(options.limits.memory),
      reception(1, options.limits.connections),
      outside(std::max<std::size_t>(options.limits.handler_threads / 2, 1), options.limits.waiting_requests),
      inside(options.limits.handler_threads, options.limits.waiting_requests) {}

Response Site::error(Status status, Shortage shortage) const {
  Response response = plain_error(status);
  if (options.error_page) {
    try {
      response = options.error_page(status, shortage);
    } catch (...) {
      log("the error page threw");
    }
  }
  response.status = status;
  response.events.reset();
  if (status == Status::service_unavailable) response.headers.set("Retry-After", kRetryAfterSeconds);
  return response;
}

Response Site::refuse(Shortage shortage) {
  log_now_and_then(describe(shortage));
  return error(Status::service_unavailable, shortage);
}

void Site::log(std::string_view line) const {
  if (options.log) options.log(line);
}

void Site::log_now_and_then(std::string_view line) {
  constexpr std::chrono::minutes kQuiet{1};
  const auto now = std::chrono::steady_clock::now();
  const auto [said, first] = said_.try_emplace(line, now);
  if (!first && now - said->second < kQuiet) return;
  said->second = now;
  log(line);
}

Connection::Connection(std::unique_ptr<Stream> stream, Site& site, std::function<void()> closed)
    : stream_(std::move(stream)),
      site_(site),
      closed_(std::move(closed)),
      ticket_(site.drop_order, *this),
      memory_(site.memory) {}

void Connection::start() { read_head(); }

void Connection::stop() {
  switch (phase_) {
    case Phase::head:
    case Phase::body:
    case Phase::streaming: close(); break;
    case Phase::writing:
      keep_alive_ = false;
      set_deadline(site_.options.limits.stop_time);
      break;
    case Phase::admission:
    case Phase::handling:
    case Phase::lingering:
    case Phase::closed: break;
  }
}

void Connection::enter(Phase phase) {
  using Rank = DropOrder::Rank;
  phase_ = phase;
  switch (phase) {
    case Phase::head: return ticket_.set(let_in_ ? Rank::idle : Rank::stranger);
    case Phase::body:
    case Phase::writing:
    case Phase::lingering: return ticket_.set(let_in_ ? Rank::kept : Rank::stranger);
    case Phase::admission:
    case Phase::handling:
    case Phase::streaming:
    case Phase::closed: return ticket_.set(Rank::kept);
  }
}

bool Connection::make_room(std::size_t more) {
  const ByteCount wanted{held() + more};
  while (!memory_.fits(wanted)) {
    Connection* stranger = site_.drop_order.first_stranger();
    if (stranger == nullptr || stranger == this) return false;
    stranger->close();
  }
  return true;
}

void Connection::count_memory(std::size_t answer_size) { memory_.hold({held() + answer_size}); }

void Connection::read_head() {
  enter(Phase::head);
  examined_ = 0;
  route_ = nullptr;
  keep_alive_ = true;
  without_body_ = false;
  unread_ = false;
  if (input_.empty()) std::string().swap(input_);  // who asks nothing more holds nothing
  count_memory();
  set_deadline(input_.empty() ? site_.options.limits.idle : site_.options.limits.head_time);
  take_head();
}

void Connection::take_head() {
  const HeadScan scan = scan_head(input_, examined_);
  const std::size_t limit = site_.options.limits.head.value;
  switch (scan.state) {
    case HeadScan::State::malformed: return refuse(Status::bad_request);
    case HeadScan::State::incomplete:
      if (input_.size() >= limit) return refuse(Status::header_fields_too_large);
      examined_ = scan.size;
      return read_more();
    case HeadScan::State::complete: break;
  }
  if (scan.size > limit) return refuse(Status::header_fields_too_large);
  const std::string head = input_.substr(0, scan.size);
  input_.erase(0, scan.size);
  accept_head(head);
}

void Connection::accept_head(std::string_view bytes) {
  auto syntax = parse_head_syntax(bytes);
  if (!syntax) return refuse(syntax.error().status);
  without_body_ = syntax->method == name(Method::head);
  auto head = judge_head(std::move(*syntax), site_.options.hosts);
  if (!head) return refuse(head.error().status);

  const bool has_body = head->content_length != 0_B;
  keep_alive_ = head->keep_alive;
  auto found = site_.router.find(head->method, head->target.path);
  if (const auto* miss = std::get_if<Router::Miss>(&found)) {
    unread_ = has_body;
    keep_alive_ = keep_alive_ && !has_body;
    if (miss->allowed.empty()) return answer(site_.error(Status::not_found));
    Response response = site_.error(Status::method_not_allowed);
    response.headers.set("Allow", join(miss->allowed));
    return answer(std::move(response));
  }
  auto& match = std::get<Router::Match>(found);
  route_ = match.route;
  if (head->content_length > route_->body_limit) return refuse(Status::content_too_large);

  head_size_ = bytes.size();
  body_size_ = static_cast<std::size_t>(head->content_length.value);
  expects_continue_ = head->expects_continue;
  request_ = {.method = head->method,
              .path = std::move(head->target.path),
              .query = std::move(head->target.query),
              .parameters = std::move(match.parameters),
              .headers = std::move(head->headers),
              .body = {}};
  if (route_->responder.admit) {
    ask_admission();
  } else {
    begin_body();
  }
}

void Connection::ask_admission() {
  enter(Phase::admission);
  stream_->clear_deadline();
  if (!run(site_.reception, &Connection::run_admission, &Connection::take_admission))
    refuse(site_.refuse(Shortage::handlers));
}

void Connection::run_admission() {
  turned_away_ = site_.stopping ? site_.error(Status::service_unavailable, Shortage::time)
                                : guarded([this] { return route_->responder.admit(request_); });
}

void Connection::take_admission() {
  let_in_ = !turned_away_;
  if (let_in_) return begin_body();
  unread_ = body_size_ != 0;
  keep_alive_ = keep_alive_ && !unread_;
  Response response = std::move(*turned_away_);
  turned_away_.reset();
  answer(std::move(response));
}

void Connection::begin_body() {
  if (body_size_ == 0) return handle();
  if (!make_room(0)) return refuse(site_.refuse(Shortage::memory));
  count_memory();
  try {
    // All of it, so that it never moves: while it moved there would be two of it.
    keep_in_place(request_.body, body_size_);
  } catch (const std::bad_alloc&) {
    return refuse(site_.refuse(Shortage::memory));
  }
  enter(Phase::body);
  set_deadline(time_for_body(body_size_, site_.options.limits));
  if (expects_continue_ && input_.empty()) {
    writing_ = true;
    stream_->write(std::string(kContinue), {}, [self = shared_from_this()](bool written) {
      self->writing_ = false;
      if (self->phase_ == Phase::body) self->step([&] { written ? self->take_body() : self->close(); });
    });
  } else {
    take_body();
  }
}

void Connection::take_body() {
  const std::size_t missing = std::min(body_size_ - request_.body.size(), input_.size());
  request_.body.append(input_, 0, missing);
  std::string rest = input_.substr(missing);
  wipe(input_);
  input_ = std::move(rest);
  if (request_.body.size() == body_size_) {
    handle();
  } else {
    read_more();
  }
}

void Connection::handle() {
  enter(Phase::handling);
  stream_->clear_deadline();
  HandlerPool& pool = let_in_ ? site_.inside : site_.outside;
  if (!run(pool, &Connection::run_handler, &Connection::take_answer)) answer(site_.refuse(Shortage::handlers));
}

bool Connection::run(HandlerPool& pool, void (Connection::*work)(), void (Connection::*then)()) {
  return pool.try_run([self = shared_from_this(), work, then]() mutable {
    Connection& connection = *self;
    (connection.*work)();
    // The last reference may not be left on this thread: the socket belongs to the other.
    connection.stream_->post([self = std::move(self), then] { self->step([&] { ((*self).*then)(); }); });
  });
}

void Connection::run_handler() {
  response_ = site_.stopping ? site_.error(Status::service_unavailable, Shortage::time)
                             : *guarded([this] { return std::optional(route_->responder.handle(request_)); });
}

void Connection::take_answer() { answer(std::move(response_)); }

// Whatever a route's own code throws, for want of memory or by a mistake of ours too, becomes a 500 and a line in the
// log. Where there is no memory for these either, the 500 is empty.
std::optional<Response> Connection::guarded(const std::function<std::optional<Response>()>& work) const noexcept {
  try {
    const std::string place = std::string(name(route_->method)) + " " + route_->pattern;
    const MistakeBoundary boundary;
    try {
      return work();
    } catch (const std::exception& thrown) {
      site_.log(place + " threw: " + thrown.what());
    } catch (...) {
      site_.log(place + " threw");
    }
    return site_.error(Status::internal_server_error);
  } catch (...) {
    Response bare;
    bare.status = Status::internal_server_error;
    return bare;
  }
}

// Any form may hold a password, and no program can tell which do.
void Connection::forget_body() {
  if (body_size_ == 0 && !unread_) return;
  wipe(request_.body);
  if (unread_) wipe(input_);
  stream_->wipe_input();
}

void Connection::refuse(Status status) { refuse(site_.error(status)); }

void Connection::refuse(Response response) {
  keep_alive_ = false;
  unread_ = true;
  answer(std::move(response));
}

void Connection::answer(Response response) {
  forget_body();
  request_ = {};
  head_size_ = 0;
  body_size_ = 0;
  const bool too_many = response.events && site_.open_event_streams >= site_.options.limits.event_streams;
  if (too_many) {
    response.events->detach();
    response = site_.refuse(Shortage::event_streams);
  }
  const bool keep_alive = keep_alive_ && !site_.stopping && !response.events;
  const HeadOptions options{
      .content_security_policy = site_.options.content_security_policy,
      .connection = keep_alive ? HeadOptions::Connection::keep_alive : HeadOptions::Connection::close};
  auto head = write_head(response, options);
  if (!head) {
    site_.log("an answer could not be sent: " + describe(head.error()));
    if (response.events) response.events->detach();
    response = plain_error(Status::internal_server_error);
    head = write_head(response, options);
  }
  keep_alive_ = keep_alive;
  const bool bodiless = without_body_ || !may_have_body(response.status);
  if (!response.events) return send(std::move(head).take(), bodiless ? "" : std::move(response.body));
  if (!bodiless && !site_.stopping) return start_streaming(*response.events, std::move(head).take());
  response.events->detach();
  send(std::move(head).take(), "");
}

void Connection::send(std::string head, std::string body) {
  // It is there, so it is sent; who holds more than there should be makes room.
  static_cast<void>(make_room(head.size() + body.size()));
  count_memory(head.size() + body.size());
  enter(Phase::writing);
  writing_ = true;
  set_deadline(site_.stopping ? site_.options.limits.stop_time : site_.options.limits.write_time);
  stream_->write(std::move(head), std::move(body), [self = shared_from_this()](bool written) {
    self->writing_ = false;
    if (self->phase_ != Phase::writing) return;
    self->step([&] {
      if (!written) return self->close();
      if (!self->keep_alive_) return self->end();
      self->read_head();
    });
  });
}

void Connection::start_streaming(EventStream events, std::string head) {
  const bool attached = events.attach([this] {
    stream_->post([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->step([&] { self->send_events(); });
    });
  });
  if (!attached) {
    site_.log("a handler gave an event stream that already has a reader");
    return refuse(Status::internal_server_error);
  }
  events_ = std::move(events);
  ++site_.open_event_streams;
  enter(Phase::streaming);
  write_events(std::move(head));
  read_more();  // ends when the client leaves
}

void Connection::send_events() {
  if (!events_ || writing_) return;
  EventStream::Taken taken = events_->take();
  if (!taken.bytes.empty()) return write_events(std::move(taken.bytes));
  if (taken.ended) return end();
  set_deadline(site_.options.limits.heartbeat);
}

void Connection::write_events(std::string bytes) {
  writing_ = true;
  set_deadline(site_.options.limits.write_time);
  stream_->write(std::move(bytes), {}, [self = shared_from_this()](bool written) {
    self->writing_ = false;
    self->step([&] { written ? self->send_events() : self->close(); });
  });
}

void Connection::leave_events() {
  if (!events_) return;
  events_->detach();
  events_.reset();
  --site_.open_event_streams;
}

// A socket closed with unread bytes resets the connection, and the peer may lose the answer it was about to read: when
// a request was not read whole, what is left of it is read first and dropped.
void Connection::end() {
  if (!unread_) return close();
  enter(Phase::lingering);
  count_memory();
  stream_->end_sending();
  set_deadline(site_.options.limits.linger);
  read_more();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  forget_body();
  leave_events();
  enter(Phase::closed);
  memory_.hold({});
  stream_->close();
  closed_();
}

void Connection::read_more() {
  if (std::exchange(reading_, true)) return;
  stream_->read_some([self = shared_from_this()](std::string_view bytes) {
    self->step([&] { self->on_read(bytes); });
    if (self->body_size_ != 0) self->stream_->wipe_input();
  });
}

void Connection::on_read(std::string_view bytes) {
  reading_ = false;
  switch (phase_) {
    case Phase::head:
      if (bytes.empty()) return close();
      if (input_.empty()) set_deadline(site_.options.limits.head_time);
      if (!make_room(bytes.size())) return refuse(site_.refuse(Shortage::memory));
      input_ += bytes;
      count_memory();
      return take_head();
    case Phase::body:
      if (bytes.empty()) return close();
      input_ += bytes;
      return take_body();
    case Phase::lingering: return bytes.empty() ? close() : read_more();
    // A page that listens has nothing to say: it left, or it is no page.
    case Phase::streaming: return close();
    case Phase::admission:
    case Phase::handling:
    case Phase::writing:
    case Phase::closed: return;
  }
}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
  stream_->set_deadline(from_now, [self = shared_from_this()] { self->step([&] { self->on_deadline(); }); });
}

void Connection::step(const std::function<void()>& work) {
  const MistakeBoundary boundary;
  try {
    return work();
  } catch (const std::bad_alloc&) {
    site_.log("a connection was closed: no memory was left for it");
  } catch (const std::exception& thrown) {
    site_.log(thrown.what());
  }
  close();
}

void Connection::on_deadline() {
  switch (phase_) {
    case Phase::head: return input_.empty() ? close() : refuse(Status::request_timeout);
    case Phase::body: return writing_ ? close() : refuse(Status::request_timeout);
    case Phase::streaming: return writing_ ? close() : write_events(std::string(kHeartbeat));
    case Phase::writing:
    case Phase::lingering: return close();
    case Phase::admission:
    case Phase::handling:
    case Phase::closed: return;
  }
}

}  // namespace garde::http
