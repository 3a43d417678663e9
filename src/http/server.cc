// The only file that includes Boost.Asio.
#include "http/server.h"

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not in <cstring>

#include <algorithm>
#include <array>
#include <csignal>
#include <deque>
#include <exception>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "http/connection.h"
#include "http/descriptors.h"

namespace garde::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// Where every stream reads into, one after the other: one that waits holds nothing.
using ReadBuffer = std::array<char, 16 * 1024>;

class SocketStream final : public Stream {
 public:
  SocketStream(tcp::socket socket, ReadBuffer& input)
      : socket_(std::move(socket)), deadline_(socket_.get_executor()), input_(input) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
  }

  void read_some(std::function<void(std::string_view)> done) override {
    socket_.async_wait(tcp::socket::wait_read, [this, done = std::move(done)](error_code error) mutable {
      const std::size_t size = error ? 0 : socket_.read_some(asio::buffer(input_), error);
      if (error == asio::error::would_block) return read_some(std::move(done));
      done(error ? std::string_view() : std::string_view(input_.data(), size));
    });
  }

  void wipe_input() override { ::explicit_bzero(input_.data(), input_.size()); }

  void write(std::string head, std::string body, std::function<void(bool)> done) override {
    output_ = {std::move(head), std::move(body)};
    const std::array buffers = {asio::buffer(output_[0]), asio::buffer(output_[1])};
    asio::async_write(socket_, buffers, [this, done = std::move(done)](error_code error, std::size_t) {
      output_ = {};
      done(!error);
    });
  }

  void set_deadline(std::chrono::milliseconds from_now, std::function<void()> expired) override {
    deadline_.expires_after(from_now);
    deadline_.async_wait([this, expired = std::move(expired)](error_code error) {
      // It may have expired, and been replaced, before this ran.
      const bool replaced = deadline_.expiry() > asio::steady_timer::clock_type::now();
      if (!error && !replaced) expired();
    });
  }

  void clear_deadline() override { deadline_.expires_at(asio::steady_timer::time_point::max()); }

  void end_sending() override {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }

  void close() override {
    clear_deadline();
    error_code ignored;
    socket_.close(ignored);
  }

  void post(std::function<void()> task) override { asio::post(socket_.get_executor(), std::move(task)); }

 private:
  tcp::socket socket_;
  asio::steady_timer deadline_;
  ReadBuffer& input_;
  std::array<std::string, 2> output_;
};

ErrorKind kind_of(error_code error) {
  if (error == asio::error::address_in_use) return ErrorKind::conflict;
  if (error == boost::system::errc::address_not_available) return ErrorKind::invalid_input;
  return ErrorKind::unreadable;
}

// The values of Host that a browser sends for what it is asked under.
std::vector<std::string> hosts_of(const Options& options, const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  std::vector<std::string> names = {options.name};
  if (options.name.empty()) names = {endpoint.address().is_v6() ? "[" + address + "]" : address, "localhost"};
  std::vector<std::string> hosts;
  for (const std::string& name : names) {
    hosts.push_back(name + ":" + std::to_string(endpoint.port()));
    if (endpoint.port() == 80) hosts.push_back(name);
  }
  return hosts;
}

// The system has no addresses of this family, or none of this one: then nobody else can listen there either.
bool is_absent(error_code error) {
  return error == boost::system::errc::address_not_available || error == asio::error::address_family_not_supported;
}

Result<tcp::acceptor> open_acceptor(asio::io_context& loop, const tcp::endpoint& endpoint, error_code& error) {
  const std::string subject = endpoint.address().to_string() + " port " + std::to_string(endpoint.port());
  const auto failed = [&] { return Error{kind_of(error), subject, std::nullopt, error.message()}; };
  tcp::acceptor acceptor(loop);
  acceptor.open(endpoint.protocol(), error);
  if (error) return failed();
#ifndef _WIN32  // There it would let a second program take the port as well.
  acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (error) return failed();
#endif
  acceptor.bind(endpoint, error);
  if (error) return failed();
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return failed();
  return acceptor;
}

class SocketServer final : public Server {
 public:
  SocketServer(Options options, Router router) : site_(std::move(options), std::move(router)) {}

  ~SocketServer() override {
    stop();
    wait();
  }

  Result<void> start() {
    TRY(open_listeners());
    error_code error;
    const tcp::endpoint bound = listeners_.front().acceptor.local_endpoint(error);
    if (error) return Error{kind_of(error), site_.options.address, std::nullopt, error.message()};
    port_ = bound.port();
    if (site_.options.hosts.empty()) site_.options.hosts = hosts_of(site_.options, bound);
    fit_limits_to_descriptors();
    if (site_.options.stop_on_signals) {
      signals_.add(SIGINT);
      signals_.add(SIGTERM);
      signals_.async_wait([this](error_code cancelled, int) {
        if (!cancelled) stop();
      });
    }
    accept_everywhere();
    thread_ = std::jthread([this] { run(); });
    return {};
  }

  std::uint16_t port() const override { return port_; }

  void stop() override {
    if (site_.stopping.exchange(true)) return;
    asio::post(loop_, [this] { begin_to_stop(); });
  }

  void wait() override {
    if (thread_.joinable()) thread_.join();
  }

 private:
  // One of the addresses, and whether its next connection is being waited for.
  struct Listener {
    tcp::acceptor acceptor;
    bool accepting = false;
  };

  // A port that the system chose for the first address may be taken at the second: then it chooses again.
  Result<void> open_listeners() {
    constexpr int kMaxTries = 16;
    const Options& options = site_.options;
    for (int tries = 1;; ++tries) {
      listeners_.clear();
      const auto first = TRY(listen_at(options.address, options.port));
      if (options.second_address.empty()) return {};
      auto second = listen_at(options.second_address, first);
      if (second) return {};
      const bool another_may_do = second.error().kind == ErrorKind::conflict && options.port == 0;
      if (!another_may_do || tries == kMaxTries) return std::move(second).error();
    }
  }

  // The port; also, without listening, at a second address that the system does not have.
  Result<std::uint16_t> listen_at(const std::string& text, std::uint16_t port) {
    error_code error;
    const auto address = asio::ip::make_address(text, error);
    if (error)
      return Error{ErrorKind::invalid_input, text + " port " + std::to_string(port), std::nullopt, error.message()};
    auto acceptor = open_acceptor(loop_, tcp::endpoint(address, port), error);
    if (!acceptor && !listeners_.empty() && is_absent(error)) return port;
    listeners_.push_back({ TRY(std::move(acceptor)) });
    return listeners_.back().acceptor.local_endpoint(error).port();
  }

  bool is_listening() const { return listeners_.front().acceptor.is_open(); }

  void fit_limits_to_descriptors() {
    Limits& limits = site_.options.limits;
    const std::size_t allowed = connections_allowed(limits.connections, limits.reserved_descriptors);
    if (allowed == limits.connections) return;
    site_.log("the system allows too few open files for " + std::to_string(limits.connections) +
              " connections: " + std::to_string(allowed) + " at most");
    limits.connections = allowed;
    limits.event_streams = std::min(limits.event_streams, allowed * 3 / 4);
  }

  // A connection that fails for want of memory is closed by itself; what is left is the loop's own work: accepting.
  void run() {
    for (bool ended = false; !ended;) {
      try {
        loop_.run();
        ended = true;
      } catch (const std::exception& thrown) {
        site_.log_now_and_then("the server's loop goes on after a failure");
        site_.log(thrown.what());
        if (is_listening()) accept_later();
      }
    }
  }

  void accept_everywhere() {
    for (Listener& listener : listeners_) accept(listener);
  }

  // For one more than there may be, the first that may go is closed; when all are in use, it waits in the system's
  // queue.
  void accept(Listener& listener) {
    if (listener.accepting || site_.stopping || !listener.acceptor.is_open()) return;
    waits_for_room_ = is_full() && site_.drop_order.first() == nullptr;
    if (waits_for_room_) {
      site_.log_now_and_then("new connections wait: all there may be are being answered");
      return accept_later();
    }
    listener.acceptor.async_accept([this, &listener](error_code error, tcp::socket socket) {
      listener.accepting = false;
      if (!listener.acceptor.is_open()) return;
      if (error) return on_accept_error(error);
      accept_failed_ = false;
      if (is_full()) make_room();
      open(std::move(socket));
      accept(listener);
    });
    listener.accepting = true;
  }

  bool is_full() const { return connections_.size() >= site_.options.limits.connections; }

  void make_room() {
    Connection* const first = site_.drop_order.first();
    if (first == nullptr) return;
    site_.log_now_and_then("too many connections: those that have asked for nothing the longest are closed");
    first->close();
  }

  // Mostly for want of file descriptors, which the program's own files need too.
  void on_accept_error(error_code error) {
    if (!std::exchange(accept_failed_, true)) site_.log("cannot accept connections: " + error.message());
    if (Connection* const first = site_.drop_order.first_stranger()) first->close();
    accept_later();
  }

  void accept_later() {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](error_code cancelled) {
      if (!cancelled) accept_everywhere();
    });
  }

  void open(tcp::socket socket) {
    const std::uint64_t id = next_id_++;
    auto connection =
        std::make_shared<Connection>(std::make_unique<SocketStream>(std::move(socket), input_), site_, [this, id] {
          connections_.erase(id);
          if (!is_listening()) end_if_idle();
          if (waits_for_room_) accept_everywhere();
        });
    connections_.emplace(id, connection);
    connection->start();
  }

  void begin_to_stop() {
    error_code ignored;
    for (Listener& listener : listeners_) listener.acceptor.close(ignored);
    signals_.cancel(ignored);
    pause_.cancel();
    const auto open_now = connections_;  // closing one takes it out
    for (const auto& [id, connection] : open_now) connection->stop();
    end_if_idle();
  }

  void end_if_idle() {
    if (connections_.empty()) work_.reset();
  }

  static constexpr std::chrono::milliseconds kAcceptPause{100};

  asio::io_context loop_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{loop_.get_executor()};  // until the last is closed
  ReadBuffer input_{};
  std::deque<Listener> listeners_;  // one or two; those that wait for connections hold references
  asio::signal_set signals_{loop_};
  asio::steady_timer pause_{loop_};
  std::uint16_t port_ = 0;
  bool waits_for_room_ = false;  // it will be once there is room
  bool accept_failed_ = false;
  Site site_;
  std::uint64_t next_id_ = 0;
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;  // open ones
  std::jthread thread_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(Options options, Router router) {
  auto server = std::make_unique<SocketServer>(std::move(options), std::move(router));
  TRY(server->start());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace garde::http
