#include "http/connection.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

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

}  // namespace

Site::Site(Options site_options, Router site_router)
    : options(std::move(site_options)),
      router(std::move(site_router)),
      pool(options.limits.handler_threads, options.limits.waiting_requests) {}

Response Site::error(Status status) const {
  Response response = plain_error(status);
  if (options.error_page) {
    try {
      response = options.error_page(status);
    } catch (...) {
      log("the error page threw");
    }
  }
  response.status = status;
  response.events.reset();
  if (status == Status::service_unavailable) response.headers.set("Retry-After", kRetryAfterSeconds);
  return response;
}

void Site::log(std::string_view line) const {
  if (options.log) options.log(line);
}

Connection::Connection(std::unique_ptr<Stream> stream, Site& site, std::function<void()> closed)
    : stream_(std::move(stream)), site_(site), closed_(std::move(closed)) {}

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
    case Phase::handling:
    case Phase::lingering:
    case Phase::closed: break;
  }
}

void Connection::read_head() {
  phase_ = Phase::head;
  examined_ = 0;
  request_ = {};
  route_ = nullptr;
  keep_alive_ = true;
  without_body_ = false;
  unread_ = false;
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
  if (head->content_length > match.route->body_limit) return refuse(Status::content_too_large);

  route_ = match.route;
  body_size_ = static_cast<std::size_t>(head->content_length.value);
  request_ = {.method = head->method,
              .path = std::move(head->target.path),
              .query = std::move(head->target.query),
              .parameters = std::move(match.parameters),
              .headers = std::move(head->headers),
              .body = {}};
  if (has_secret_body()) keep_in_place(request_.body, body_size_);
  phase_ = Phase::body;
  if (has_body) set_deadline(site_.options.limits.body_time);
  if (head->expects_continue && has_body && input_.empty()) {
    writing_ = true;
    stream_->write(std::string(kContinue), {}, [self = shared_from_this()](bool written) {
      self->writing_ = false;
      if (self->phase_ == Phase::body) written ? self->take_body() : self->close();
    });
  } else {
    take_body();
  }
}

void Connection::take_body() {
  const std::size_t missing = std::min(body_size_ - request_.body.size(), input_.size());
  request_.body.append(input_, 0, missing);
  if (has_secret_body()) {
    std::string rest = input_.substr(missing);
    wipe(input_);
    stream_->wipe_input();
    input_ = std::move(rest);
  } else {
    input_.erase(0, missing);
  }
  if (request_.body.size() == body_size_) {
    handle();
  } else {
    read_more();
  }
}

void Connection::handle() {
  phase_ = Phase::handling;
  stream_->clear_deadline();
  const bool accepted = site_.pool.try_run([self = shared_from_this()]() mutable {
    Connection& connection = *self;
    connection.run_handler();
    // The last reference may not be left on this thread: the socket belongs to the other.
    connection.stream_->post([self = std::move(self)] { self->answer(std::move(self->response_)); });
  });
  if (!accepted) answer(site_.error(Status::service_unavailable));
}

void Connection::run_handler() {
  if (site_.stopping) {
    response_ = site_.error(Status::service_unavailable);
    return;
  }
  const std::string place = std::string(name(route_->method)) + " " + route_->pattern;
  try {
    response_ = route_->handler(request_);
    return;
  } catch (const std::exception& thrown) {
    site_.log(place + " threw: " + thrown.what());
  } catch (...) {
    site_.log(place + " threw");
  }
  response_ = site_.error(Status::internal_server_error);
}

void Connection::forget_body() {
  if (!has_secret_body()) return;
  wipe(request_.body);
  stream_->wipe_input();
  route_ = nullptr;
}

void Connection::refuse(Status status) {
  keep_alive_ = false;
  unread_ = true;
  answer(site_.error(status));
}

bool Connection::has_secret_body() const { return route_ != nullptr && route_->care == BodyCare::secret; }

void Connection::answer(Response response) {
  forget_body();
  const auto& limits = site_.options.limits;
  const bool too_many = response.events && site_.open_event_streams >= limits.event_streams;
  if (too_many) {
    response.events->detach();
    response = site_.error(Status::service_unavailable);
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
  phase_ = Phase::writing;
  writing_ = true;
  set_deadline(site_.stopping ? site_.options.limits.stop_time : site_.options.limits.write_time);
  stream_->write(std::move(head), std::move(body), [self = shared_from_this()](bool written) {
    self->writing_ = false;
    if (self->phase_ != Phase::writing) return;
    if (!written) return self->close();
    if (!self->keep_alive_) return self->end();
    self->read_head();
  });
}

void Connection::start_streaming(EventStream events, std::string head) {
  const bool attached = events.attach([this] {
    stream_->post([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->send_events();
    });
  });
  if (!attached) {
    site_.log("a handler gave an event stream that already has a reader");
    return refuse(Status::internal_server_error);
  }
  events_ = std::move(events);
  ++site_.open_event_streams;
  phase_ = Phase::streaming;
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
    written ? self->send_events() : self->close();
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
  phase_ = Phase::lingering;
  stream_->end_sending();
  set_deadline(site_.options.limits.linger);
  read_more();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  forget_body();
  leave_events();
  phase_ = Phase::closed;
  stream_->close();
  closed_();
}

void Connection::read_more() {
  if (std::exchange(reading_, true)) return;
  stream_->read_some([self = shared_from_this()](std::string_view bytes) { self->on_read(bytes); });
}

void Connection::on_read(std::string_view bytes) {
  reading_ = false;
  switch (phase_) {
    case Phase::head:
      if (bytes.empty()) return close();
      if (input_.empty()) set_deadline(site_.options.limits.head_time);
      input_ += bytes;
      return take_head();
    case Phase::body:
      if (bytes.empty()) return close();
      input_ += bytes;
      return take_body();
    case Phase::lingering: return bytes.empty() ? close() : read_more();
    // A page that listens has nothing to say: it left, or it is no page.
    case Phase::streaming: return close();
    case Phase::handling:
    case Phase::writing:
    case Phase::closed: return;
  }
}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
  stream_->set_deadline(from_now, [self = shared_from_this()] { self->on_deadline(); });
}

void Connection::on_deadline() {
  switch (phase_) {
    case Phase::head: return input_.empty() ? close() : refuse(Status::request_timeout);
    case Phase::body: return writing_ ? close() : refuse(Status::request_timeout);
    case Phase::streaming: return writing_ ? close() : write_events(std::string(kHeartbeat));
    case Phase::writing:
    case Phase::lingering: return close();
    case Phase::handling:
    case Phase::closed: return;
  }
}

}  // namespace garde::http
