// The protocol without sockets: the test gives bytes, lets writes succeed or fail, and fires deadlines by hand.
#include "http/connection.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Both ends of a stream, as the test sees them.
struct Wire {
  std::function<void(std::string_view)> read;
  std::function<void(bool)> written;
  std::function<void()> expired;
  std::chrono::milliseconds deadline{};
  std::string output;
  bool sending_ended = false;
  bool closed = false;

  std::mutex mutex;
  std::condition_variable posted;
  std::deque<std::function<void()>> tasks;
};

class WireStream final : public Stream {
 public:
  explicit WireStream(Wire& wire) : wire_(wire) {}
  void read_some(std::function<void(std::string_view)> done) override {
    EXPECT_EQ(wire_.read, nullptr) << "two reads at once";
    wire_.read = std::move(done);
  }
  void write(std::string head, std::string body, std::function<void(bool)> done) override {
    EXPECT_EQ(wire_.written, nullptr) << "two writes at once";
    EXPECT_FALSE(wire_.closed);
    wire_.output += head + body;
    wire_.written = std::move(done);
  }
  void set_deadline(std::chrono::milliseconds from_now, std::function<void()> expired) override {
    wire_.deadline = from_now;
    wire_.expired = std::move(expired);
  }
  void clear_deadline() override { wire_.expired = nullptr; }
  void end_sending() override { wire_.sending_ended = true; }
  void close() override {
    wire_.closed = true;
    wire_.expired = nullptr;
  }
  void post(std::function<void()> task) override {
    const std::scoped_lock lock(wire_.mutex);
    wire_.tasks.push_back(std::move(task));
    wire_.posted.notify_one();
  }

 private:
  Wire& wire_;
};

class Connections : public testing::Test {
 protected:
  Connections() { connection->start(); }
  ~Connections() override {
    // What is pending holds the connection, which holds its end of the wire.
    wire.read = nullptr;
    wire.written = nullptr;
    wire.expired = nullptr;
  }

  static Options with_host(std::string host) {
    Options options;
    options.hosts = {std::move(host)};
    options.limits.handler_threads = 1;
    return options;
  }

  // The client sends `bytes`; none when it leaves.
  void give(std::string_view bytes) {
    ASSERT_NE(wire.read, nullptr);
    std::exchange(wire.read, nullptr)(bytes);
  }
  void finish_write(bool written = true) {
    ASSERT_NE(wire.written, nullptr);
    std::exchange(wire.written, nullptr)(written);
  }
  void expire() {
    ASSERT_NE(wire.expired, nullptr);
    std::exchange(wire.expired, nullptr)();
  }
  // Waits for what another thread gives the loop to do, and does it.
  void run_posted() { run_posted(wire); }
  static void run_posted(Wire& on) {
    std::function<void()> task;
    {
      std::unique_lock lock(on.mutex);
      on.posted.wait(lock, [&] { return !on.tasks.empty(); });
      task = std::move(on.tasks.front());
      on.tasks.pop_front();
    }
    task();
  }
  std::string take_output() { return std::exchange(wire.output, {}); }

  // Lets in who brings a key.
  Responder for_members() {
    return {[](const Request& head) -> std::optional<Response> {
              EXPECT_EQ(head.body, "");
              if (head.headers.get("X-Key")) return std::nullopt;
              return Response::text("no", Status::forbidden);
            },
            [this](const Request& r) { return ++handled, Response::text(r.body); }};
  }

  void open_event_stream() {
    give("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
    run_posted();
    EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 200 OK\r\n"));
    finish_write();
  }

  Wire wire;
  EventStream events{4};
  int handled = 0;
  int closed = 0;
  Site site{
      with_host("h"),
      Router({{Method::get, "/", [this](const Request&) { return ++handled, Response::text("hello"); }},
              {Method::post, "/echo", [this](const Request& r) { return ++handled, Response::text(r.body); }, 8_B},
              {Method::post, "/file", [this](const Request&) { return ++handled, Response(); }, 1_MiB},
              {Method::post, "/member", for_members(), 1_KiB},
              {Method::get, "/member", for_members()},
              {Method::get, "/large", [](const Request&) -> Response { throw std::bad_alloc(); }},
              {Method::get, "/events", [this](const Request&) { return Response::event_stream(events); }}})};
  std::shared_ptr<Connection> connection =
      std::make_shared<Connection>(std::make_unique<WireStream>(wire), site, [this] { ++closed; });
  const Limits limits = site.options.limits;
};

TEST_F(Connections, AnswerTheSameWhereverTheBytesAreCut) {
  const std::string request = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n\r\n\r\n";
  std::string whole;
  for (std::size_t cut = 0; cut < request.size(); ++cut) {
    if (cut > 0) give(request.substr(0, cut));
    ASSERT_EQ(take_output(), "") << cut;
    give(request.substr(cut));
    run_posted();
    const std::string output = take_output();
    if (cut == 0) whole = output;
    EXPECT_EQ(output, whole) << cut;
    finish_write();
  }
  EXPECT_THAT(whole, HasSubstr("Content-Length: 4\r\n\r\n\r\n\r\n"));
  EXPECT_FALSE(wire.closed);
}

TEST_F(Connections, ReadAHeadUpToItsLimitAndRefuseItOneByteLater) {
  const auto head_of = [](std::size_t size) {
    const std::string least = "GET / HTTP/1.1\r\nHost: h\r\nX: \r\n\r\n";
    return "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(size - least.size(), 'x') + "\r\n\r\n";
  };
  give(head_of(limits.head.value));
  run_posted();
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 200 "));
  finish_write();
  give(head_of(limits.head.value + 1));
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 431 "));
}

TEST_F(Connections, RefuseAHeadThatPassesItsLimitBeforeItEnds) {
  give("GET / HTTP/1.1\r\nX: " + std::string(limits.head.value, 'x'));
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 431 "));
}

TEST_F(Connections, TakeABodyUpToTheLimitOfItsRouteAndRefuseMoreUnread) {
  give("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\n12345678");
  run_posted();
  EXPECT_THAT(take_output(), HasSubstr("12345678"));
  finish_write();
  give("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n");
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(handled, 1);
}

TEST_F(Connections, CloseInSilenceWhenNothingComes) {
  EXPECT_EQ(wire.deadline, limits.idle);
  expire();
  EXPECT_TRUE(wire.closed);
  EXPECT_EQ(take_output(), "");
  EXPECT_EQ(closed, 1);
}

TEST_F(Connections, GiveAHeadOneDeadlineHoweverOftenAByteComes) {
  give("G");
  EXPECT_EQ(wire.deadline, limits.head_time);
  wire.deadline = {};
  give("E");
  EXPECT_EQ(wire.deadline.count(), 0) << "set again";
  expire();
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 408 "));
}

TEST_F(Connections, GiveABodyOneDeadlineByItsSize) {
  give("POST /file HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n1");
  EXPECT_EQ(wire.deadline, limits.body_time + std::chrono::seconds(2)) << "a MiB at 512 KiB a second";
  give(std::string(1048575, '2'));
  run_posted();
  finish_write();
  give("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n1");
  EXPECT_EQ(wire.deadline, limits.body_time);
  wire.deadline = {};
  give("2");
  EXPECT_EQ(wire.deadline.count(), 0) << "set again";
  expire();
  EXPECT_THAT(take_output(), HasSubstr("HTTP/1.1 408 "));
  EXPECT_EQ(handled, 1);
}

TEST_F(Connections, AskWhoComesInBeforeTheyReadABody) {
  give("POST /member HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n1");
  EXPECT_EQ(wire.read, nullptr) << "nothing more is read meanwhile";
  EXPECT_EQ(wire.expired, nullptr) << "an answer takes the time it needs";
  EXPECT_LT(site.memory.used(), 100_B) << "the body has no memory yet";
  run_posted();
  EXPECT_THAT(take_output(), AllOf(StartsWith("HTTP/1.1 403 "), HasSubstr("Connection: close\r\n")));
  finish_write();
  EXPECT_TRUE(wire.sending_ended);
  EXPECT_EQ(handled, 0);
}

TEST_F(Connections, GoOnAfterTurningAwayARequestWithoutABody) {
  give("POST /member HTTP/1.1\r\nHost: h\r\n\r\n");
  run_posted();
  EXPECT_THAT(take_output(), Not(HasSubstr("Connection: close")));
  finish_write();
  give("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  run_posted();
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Connections, HoldMemoryForAWholeBodyUntilItIsAnswered) {
  give("POST /member HTTP/1.1\r\nHost: h\r\nX-Key: 1\r\nContent-Length: 900\r\n\r\n1");
  run_posted();
  EXPECT_GE(site.memory.used(), 900_B);
  give(std::string(899, '2'));
  run_posted();
  EXPECT_GE(site.memory.used(), 900_B) << "the answer, which repeats it";
  finish_write();
  EXPECT_EQ(site.memory.used(), 0_B);
}

TEST_F(Connections, RefuseABodyThatTheMemoryForAllDoesNotReach) {
  MemoryBudget::Share others(site.memory);
  others.hold(ByteCount{limits.memory.value - 900});
  give("POST /member HTTP/1.1\r\nHost: h\r\nX-Key: 1\r\nContent-Length: 900\r\n\r\n");
  run_posted();
  EXPECT_THAT(take_output(), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Retry-After: ")));
  EXPECT_EQ(handled, 0);
}

TEST_F(Connections, HaveStrangersMakeRoomForThoseLetIn) {
  give("GET / HTT");
  EXPECT_EQ(site.memory.used(), 9_B);
  Wire member_wire;
  int member_closed = 0;
  const auto member =
      std::make_shared<Connection>(std::make_unique<WireStream>(member_wire), site, [&] { ++member_closed; });
  member->start();
  MemoryBudget::Share others(site.memory);
  const std::string_view head = "POST /member HTTP/1.1\r\nHost: h\r\nX-Key: 1\r\nContent-Length: 900\r\n\r\n";
  others.hold(ByteCount{limits.memory.value - head.size() - 900});
  std::exchange(member_wire.read, nullptr)(head);
  EXPECT_FALSE(wire.closed);
  run_posted(member_wire);
  EXPECT_TRUE(wire.closed) << "there would be too little by what it holds";
  EXPECT_EQ(closed, 1);
  EXPECT_EQ(member_closed, 0);
  member->close();
  member_wire.read = nullptr;
}

TEST_F(Connections, MakeRoomAsLongAsNobodyHasLetThemIn) {
  EXPECT_EQ(site.drop_order.first_stranger(), connection.get());
  give("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n12");
  EXPECT_EQ(site.drop_order.first_stranger(), connection.get()) << "a slow body of a stranger";
  give("34");
  EXPECT_EQ(site.drop_order.first(), nullptr) << "it is being answered";
  run_posted();
  EXPECT_EQ(site.drop_order.first_stranger(), connection.get()) << "nobody reads the answer";
  finish_write();
  give("GET /member HTTP/1.1\r\nHost: h\r\nX-Key: 1\r\n\r\n");
  EXPECT_EQ(site.drop_order.first(), nullptr);
  run_posted();
  run_posted();
  EXPECT_EQ(site.drop_order.first(), nullptr);
  finish_write();
  EXPECT_EQ(site.drop_order.first_stranger(), nullptr);
  EXPECT_EQ(site.drop_order.first(), connection.get()) << "idle";
}

TEST_F(Connections, OutliveAHandlerThatRunsOutOfMemory) {
  give("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
  run_posted();
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 500 "));
  finish_write();
  give("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  run_posted();
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Connections, DoNotHandleARequestWhoseClientLeftInTheBody) {
  give("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n12");
  give("");
  EXPECT_TRUE(wire.closed);
  EXPECT_EQ(handled, 0);
}

TEST_F(Connections, ReadOnAfterARefusalSoThatItArrives) {
  give("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
  EXPECT_THAT(take_output(), HasSubstr("Connection: close\r\n"));
  finish_write();
  EXPECT_TRUE(wire.sending_ended);
  EXPECT_FALSE(wire.closed);
  EXPECT_EQ(wire.deadline, limits.linger);
  give("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(take_output(), "") << "what follows a refused request is not one";
  give("");
  EXPECT_TRUE(wire.closed);
}

TEST_F(Connections, DoNotReadOnForEverAfterARefusal) {
  give("NONSENSE\r\n\r\n");
  finish_write();
  expire();
  EXPECT_TRUE(wire.closed);
}

TEST_F(Connections, AskForABodyThatWaitsToBeAskedFor) {
  give("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(take_output(), "HTTP/1.1 100 Continue\r\n\r\n");
  finish_write();
  give("1234");
  run_posted();
  EXPECT_THAT(take_output(), HasSubstr("1234"));
}

TEST_F(Connections, DoNotAskForABodyTheyRefuse) {
  give("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(Connections, GiveUpOnAClientThatDoesNotRead) {
  give("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(wire.expired, nullptr) << "a handler has all the time it needs";
  run_posted();
  EXPECT_EQ(wire.deadline, limits.write_time);
  expire();
  EXPECT_TRUE(wire.closed);
  finish_write(false);
  EXPECT_EQ(closed, 1);
}

TEST_F(Connections, SendAnEventStreamAHeartbeatWhenNothingHappens) {
  open_event_stream();
  EXPECT_EQ(wire.deadline, limits.heartbeat);
  expire();
  EXPECT_EQ(take_output(), ":\n\n");
  finish_write();
  events.push({.data = "1"});
  run_posted();
  EXPECT_EQ(take_output(), "data: 1\n\n");
}

TEST_F(Connections, GatherTheEventsThatComeDuringAWrite) {
  open_event_stream();
  events.push({.data = "1"});
  run_posted();
  events.push({.data = "2"});
  run_posted();
  events.push({.data = "3"});
  EXPECT_EQ(take_output(), "data: 1\n\n");
  finish_write();
  EXPECT_EQ(take_output(), "data: 2\n\ndata: 3\n\n");
}

TEST_F(Connections, CloseAnEventStreamWhoseClientDoesNotRead) {
  open_event_stream();
  events.push({.data = "1"});
  run_posted();
  EXPECT_EQ(wire.deadline, limits.write_time);
  expire();
  EXPECT_TRUE(wire.closed);
  EXPECT_EQ(events.push({.data = "2"}), EventStream::Push::closed);
}

TEST_F(Connections, TellThePusherThatTheClientLeft) {
  open_event_stream();
  EXPECT_EQ(site.open_event_streams, 1U);
  give("");
  EXPECT_TRUE(events.is_closed());
  EXPECT_EQ(site.open_event_streams, 0U);
  EXPECT_EQ(closed, 1);
}

TEST_F(Connections, CloseAnEventStreamWhoseClientTalks) {
  open_event_stream();
  give("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(wire.closed);
  EXPECT_TRUE(events.is_closed());
}

TEST_F(Connections, AnswerHeadForAnEventStreamWithoutOpeningIt) {
  give("HEAD /events HTTP/1.1\r\nHost: h\r\n\r\n");
  run_posted();
  EXPECT_THAT(take_output(), HasSubstr("Content-Type: text/event-stream\r\n"));
  finish_write();
  EXPECT_TRUE(wire.closed);
  EXPECT_TRUE(events.is_closed());
}

TEST_F(Connections, RefuseAnEventStreamThatIsAlreadyRead) {
  ASSERT_TRUE(events.attach([] {}));
  give("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
  run_posted();
  EXPECT_THAT(take_output(), StartsWith("HTTP/1.1 500 "));
  EXPECT_FALSE(events.is_closed()) << "the first reader keeps it";
}

}  // namespace
}  // namespace garde::http
