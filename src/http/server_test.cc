#include "http/server.h"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <deque>
#include <latch>
#include <new>
#include <optional>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/guarded.h"
#include "http/test_client.h"

namespace garde::http {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::StartsWith;

std::unique_ptr<Server> serve(std::vector<Route> routes, Options options = {}) {
  return Server::listen(std::move(options), Router(std::move(routes))).take();
}

Route get(std::string pattern, Handler handler) { return {Method::get, std::move(pattern), std::move(handler)}; }
Route post(std::string pattern, Handler handler, ByteCount limit = kDefaultBodyLimit) {
  return {Method::post, std::move(pattern), std::move(handler), limit};
}

Response echo(const Request& request) { return Response::text(request.body); }
Response hello(const Request&) { return Response::html("<p>bonjour"); }

// A request that the policy has nothing against; `more` is header lines, each with its CRLF.
std::string request(const Server& server, std::string_view line, std::string_view more = "",
                    std::string_view body = "") {
  std::string text = std::string(line) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) + "\r\n";
  text += more;
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + std::string(body);
}

TEST(Server, AnswersARequest) {
  const auto server = serve({get("/", hello)});
  const Answer answer = exchange(server->port(), request(*server, "GET /"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "<p>bonjour");
  EXPECT_EQ(answer.headers.get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(answer.headers.get("Cache-Control"), "no-store");
  EXPECT_EQ(answer.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_NE(answer.headers.get("Content-Security-Policy")->find("frame-ancestors 'none'"), std::string_view::npos);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  const auto server = serve({post("/echo", echo), get("/", hello)});
  TestClient client(server->port());
  client.send(request(*server, "POST /echo", "", "one") + request(*server, "GET /") + request(*server, "GET /nowhere") +
              request(*server, "POST /echo", "", "two"));
  EXPECT_EQ(client.read_answer()->body, "one");
  EXPECT_EQ(client.read_answer()->body, "<p>bonjour");
  EXPECT_EQ(client.read_answer()->status, 404);
  EXPECT_EQ(client.read_answer()->body, "two");
}

TEST(Server, GivesItsHandlerQueryParametersCookiesAndForm) {
  const auto server = serve({post("/plan/{action}", [](const Request& r) {
    const Form form = read_form(r).take();
    return Response::text(std::string(r.parameter("action")) + "|" + std::string(*r.query.get("q")) + "|" +
                          std::string(*r.cookie("session")) + "|" + std::string(*form.fields.get("note")));
  })});
  const Answer answer = exchange(
      server->port(), request(*server, "POST /plan/mots%20de%20passe?q=a+b",
                              "Cookie: session=1f; theme=dark\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                              "note=%C3%A9t%C3%A9"));
  EXPECT_EQ(answer.body, "mots de passe|a b|1f|été");
}

TEST(Server, AnswersHeadFromGetWithoutTheBody) {
  const auto server = serve({get("/", hello)});
  TestClient client(server->port());
  client.send(request(*server, "HEAD /") + request(*server, "GET /"));
  const auto head = client.read_answer(TestClient::Body::none);
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->headers.get("Content-Length"), "10");
  EXPECT_EQ(client.read_answer()->body, "<p>bonjour");
}

TEST(Server, TurnsWhatAHandlerThrowsIntoOnePageAndOneLogLine) {
  Guarded<std::vector<std::string>> lines;
  const auto server = serve(
      {get("/plan/{action}", [](const Request&) -> Response { throw std::runtime_error("oops"); })},
      {.error_page = [](Status status, Shortage) { return Response::html("page for " + std::string(reason(status))); },
       .log = [&](std::string_view line) { lines.with([&](auto& all) { all.emplace_back(line); }); }});
  const Answer answer = exchange(server->port(), request(*server, "GET /plan/x"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, "page for Internal Server Error");
  lines.with([](const auto& all) { EXPECT_EQ(all, std::vector<std::string>{"GET /plan/{action} threw: oops"}); });
}

TEST(Server, OutlivesAMistakeOfAHandlerAndLetsGoOfWhatItHeld) {
  Guarded<std::vector<std::string>> lines;
  Guarded<int> held;
  const auto server = serve(
      {get("/broken/{kind}",
           [&](const Request& request) -> Response {
             return held.with([&](int& count) -> Response {
               ++count;
               if (request.parameter("kind") == "taken") return Response::text(Result<std::string>(Error{}).take());
               return Response::text(std::string(request.parameter("not-in-the-pattern")));
             });
           }),
       get("/",
           [&](const Request&) {
             return held.with([](int& count) { return Response::text(std::to_string(count)); });
           })},
      {.error_page = [](Status status, Shortage) { return Response::html("page for " + std::string(reason(status))); },
       .log = [&](std::string_view line) { lines.with([&](auto& all) { all.emplace_back(line); }); }});
  for (const std::string_view kind : {"taken", "missing"}) {
    const Answer answer = exchange(server->port(), request(*server, "GET /broken/" + std::string(kind)));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "page for Internal Server Error");
  }
  EXPECT_EQ(exchange(server->port(), request(*server, "GET /")).body, "2") << "the lock is free, the server is there";
  lines.with([](const auto& all) {
    ASSERT_EQ(all.size(), 2U);
    for (const std::string& line : all)
      EXPECT_THAT(line, testing::MatchesRegex("GET /broken/.kind. threw: internal mistake: .* \\(.*:[0-9]+\\)"));
  });
}

TEST(Server, SendsEventsAsTheyArePushed) {
  EventStream stream;
  const auto server = serve({get("/events", [&](const Request&) { return Response::event_stream(stream); })});
  TestClient client(server->port());
  client.send(request(*server, "GET /events"));
  const auto head = client.read_answer(TestClient::Body::none);
  EXPECT_EQ(head->headers.get("Content-Type"), "text/event-stream");
  EXPECT_EQ(stream.push({.name = "step", .data = "one\ntwo", .id = "7"}), EventStream::Push::queued);
  EXPECT_TRUE(client.read_until("event: step\nid: 7\ndata: one\ndata: two\n\n"));
  stream.push({.data = "last"});
  stream.close();
  EXPECT_EQ(client.read_to_end(), "data: last\n\n");
}

TEST(Server, TellsAnUnknownPathFromAnUnknownMethod) {
  const auto server = serve({get("/plan", hello), post("/plan", echo)});
  EXPECT_EQ(exchange(server->port(), request(*server, "GET /other")).status, 404);
  const Answer answer = exchange(server->port(), request(*server, "DELETE /plan"));
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers.get("Allow"), "GET, HEAD, POST");
}

TEST(Server, AnswersOnlyToItsOwnNames) {
  const auto server = serve({get("/", hello)});
  const std::string port = std::to_string(server->port());
  const auto status = [&](const std::string& host) {
    return exchange(server->port(), "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
  };
  EXPECT_EQ(status("127.0.0.1:" + port), 200);
  EXPECT_EQ(status("localhost:" + port), 200);
  EXPECT_EQ(status("rebound.example:" + port), 421);
  EXPECT_EQ(status("127.0.0.1"), 421);
}

TEST(Server, SendsARefusalToAClientThatIsStillSendingItsBody) {
  const auto server = serve({post("/echo", echo)});
  TestClient client(server->port());
  const std::string body(4U << 20U, 'x');
  client.send(request(*server, "POST /echo", "", body));  // may fail midway: the server does not read it all
  const auto answer = client.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(Server, TakesALargeBodyWhereTheRouteAllowsIt) {
  const auto server = serve({post("/echo", echo, 4_MiB)});
  const std::string body(4U << 20U, 'x');
  EXPECT_EQ(exchange(server->port(), request(*server, "POST /echo", "", body)).body, body);
}

TEST(Server, EndsASlowHeadAndASlowBody) {
  const auto server =
      serve({post("/echo", echo)},
            {.limits = {.head_time = std::chrono::milliseconds(30), .body_time = std::chrono::milliseconds(30)}});
  EXPECT_EQ(exchange(server->port(), "POST /echo HTTP/1.1\r\nHo").status, 408);
  EXPECT_EQ(exchange(server->port(), request(*server, "POST /echo", "Content-Length: 5\r\n") + "1234").status, 408);
}

TEST(Server, ClosesAnIdleConnection) {
  const auto server = serve({get("/", hello)}, {.limits = {.idle = std::chrono::milliseconds(30)}});
  TestClient client(server->port());
  client.send(request(*server, "GET /"));
  EXPECT_EQ(client.read_answer()->status, 200);
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(Server, GoesOnWhenAClientLeavesInTheMiddle) {
  std::atomic<int> handled = 0;
  const auto server = serve({get("/", hello), post("/echo", [&](const Request&) { return ++handled, Response(); })});
  const std::string whole = request(*server, "POST /echo", "", "12345");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    TestClient client(server->port());
    client.send(std::string_view(whole).substr(0, size));
  }
  EXPECT_EQ(exchange(server->port(), request(*server, "GET /")).status, 200);
  EXPECT_EQ(handled, 0);
}

TEST(Server, AnswersAClientThatHasEndedItsSide) {
  const auto server = serve({get("/", hello)});
  TestClient client(server->port());
  client.send(request(*server, "GET /"));
  client.end_sending();
  EXPECT_EQ(client.read_answer()->body, "<p>bonjour");
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(Server, RefusesWithRetryAfterWhatItsHandlersCannotTake) {
  std::latch entered(1);
  std::latch release(1);
  const auto server = serve({get("/", hello), get("/slow",
                                                  [&](const Request&) {
                                                    entered.count_down();
                                                    release.wait();
                                                    return Response::text("done");
                                                  })},
                            {.limits = {.handler_threads = 1, .waiting_requests = 0}});
  TestClient slow(server->port());
  slow.send(request(*server, "GET /slow"));
  entered.wait();
  const Answer refused = exchange(server->port(), request(*server, "GET /"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.headers.get("Retry-After"));
  release.count_down();
  EXPECT_EQ(slow.read_answer()->body, "done");
}

TEST(Server, SurvivesAnErrorPageThatThrows) {
  const auto server = serve({}, {.error_page = [](Status, Shortage) -> Response { throw std::runtime_error("oops"); }});
  EXPECT_EQ(exchange(server->port(), request(*server, "GET /")).body, "Not Found\n");
}

TEST(Server, DoesNotSendAnAnswerThatWouldSplit) {
  const auto server = serve({get("/", [](const Request&) {
    Response response = hello({});
    response.headers.add("X-Note", "a\r\nSet-Cookie: stolen=1");
    return response;
  })});
  const Answer answer = exchange(server->port(), request(*server, "GET /"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_FALSE(answer.headers.get("Set-Cookie"));
}

TEST(Server, AnswersOrdinaryRequestsWithAThousandEventStreamsOpen) {
  constexpr int kStreams = 1000;
  Guarded<std::vector<EventStream>> open;
  const auto server = serve({get("/", hello), get("/events", [&](const Request&) {
                               return Response::event_stream(open.with([](auto& all) { return all.emplace_back(); }));
                             })});
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < kStreams; ++i) {
    clients.push_back(std::make_unique<TestClient>(server->port()));
    clients.back()->send(request(*server, "GET /events"));
    ASSERT_EQ(clients.back()->read_answer(TestClient::Body::none)->status, 200) << i;
  }
  TestClient page(server->port());
  for (int i = 0; i < 100; ++i) {
    page.send(request(*server, "GET /"));
    ASSERT_EQ(page.read_answer()->body, "<p>bonjour") << i;
  }
  open.with([](auto& all) {
    for (EventStream& stream : all) stream.push({.data = "here"});
  });
  for (const auto& client : clients) ASSERT_TRUE(client->read_until("data: here\n\n"));
  server->stop();
  for (const auto& client : clients) EXPECT_EQ(client->read_to_end(), "");
  open.with([](auto& all) {
    for (const EventStream& stream : all) EXPECT_TRUE(stream.is_closed());
  });
}

TEST(Server, KeepsConnectionsForPagesWhenThereAreTooManyEventStreams) {
  std::deque<EventStream> streams(3);
  std::atomic<std::size_t> next = 0;
  const auto server = serve(
      {get("/", hello), get("/events", [&](const Request&) { return Response::event_stream(streams.at(next++)); })},
      {.limits = {.event_streams = 2}});
  TestClient first(server->port());
  TestClient second(server->port());
  first.send(request(*server, "GET /events"));
  second.send(request(*server, "GET /events"));
  EXPECT_EQ(first.read_answer(TestClient::Body::none)->status, 200);
  EXPECT_EQ(second.read_answer(TestClient::Body::none)->status, 200);
  EXPECT_EQ(exchange(server->port(), request(*server, "GET /events")).status, 503);
  EXPECT_TRUE(streams.at(2).is_closed());
  EXPECT_EQ(exchange(server->port(), request(*server, "GET /")).status, 200);
}

TEST(Server, AcceptsAgainWhenAConnectionInUseCloses) {
  std::deque<EventStream> streams(2);
  std::atomic<std::size_t> next = 0;
  const auto server = serve(
      {get("/", hello), get("/events", [&](const Request&) { return Response::event_stream(streams.at(next++)); })},
      {.limits = {.connections = 2}});
  auto first = std::make_unique<TestClient>(server->port());
  TestClient second(server->port());
  first->send(request(*server, "GET /events"));
  second.send(request(*server, "GET /events"));
  EXPECT_TRUE(first->read_answer(TestClient::Body::none));
  EXPECT_TRUE(second.read_answer(TestClient::Body::none));
  TestClient third(server->port());  // waits in the system's queue
  third.send(request(*server, "GET /"));
  first.reset();
  EXPECT_EQ(third.read_answer()->status, 200);
  EXPECT_FALSE(streams.at(1).is_closed());
}

// Who shows "s" is let in.
Responder for_members(Handler handle) {
  return {[](const Request& head) -> std::optional<Response> {
            if (head.cookie("s")) return std::nullopt;
            return Response::text("who are you?", Status::forbidden);
          },
          std::move(handle)};
}

constexpr std::string_view kMember = "Cookie: s=1\r\n";

TEST(Server, ClosesTheOldestThatHasAskedForNothingWhenThereAreTooMany) {
  Guarded<std::vector<std::string>> lines;
  const auto server =
      serve({{Method::get, "/", for_members(hello)}}, {.limits = {.connections = 3}, .log = [&](std::string_view line) {
                                                         lines.with([&](auto& all) { all.emplace_back(line); });
                                                       }});
  TestClient member(server->port());
  member.send(request(*server, "GET /", kMember));
  EXPECT_EQ(member.read_answer()->status, 200);
  TestClient oldest(server->port());
  oldest.send("GET / HT");
  TestClient older(server->port());
  older.send(request(*server, "GET /"));
  EXPECT_EQ(older.read_answer()->status, 403);
  TestClient newest(server->port());
  EXPECT_EQ(oldest.read_to_end(), "");
  newest.send(request(*server, "GET /", kMember));
  EXPECT_EQ(newest.read_answer()->status, 200);
  member.send(request(*server, "GET /", kMember));
  EXPECT_EQ(member.read_answer()->status, 200) << "who was let in stays while there are strangers";
  lines.with(
      [](const auto& all) { EXPECT_THAT(all, testing::ElementsAre(testing::HasSubstr("too many connections"))); });
}

TEST(Server, RefusesWhoIsNotLetInBeforeTheBodyIsThere) {
  const auto server = serve({{Method::post, "/echo", for_members(echo), 8_MiB}});
  TestClient stranger(server->port());
  stranger.send(request(*server, "POST /echo", "Content-Length: 8000000\r\n"));  // and not a byte of it
  EXPECT_EQ(stranger.read_answer()->status, 403);
  EXPECT_EQ(stranger.read_to_end(), "");
  const std::string body(8U << 20U, 'x');
  EXPECT_EQ(exchange(server->port(), request(*server, "POST /echo", kMember, body)).body, body);
}

TEST(Server, DoesNotLetStrangersKeepMembersWaiting) {
  std::latch entered(2);
  std::latch release(1);
  const auto server = serve({get("/door",
                                 [&](const Request&) {
                                   entered.count_down();
                                   release.wait();
                                   return Response::text("done");
                                 }),
                             {Method::get, "/", for_members(hello)}},
                            {.limits = {.waiting_requests = 1}});
  std::deque<TestClient> strangers;
  for (int i = 0; i < 3; ++i) strangers.emplace_back(server->port()).send(request(*server, "GET /door"));
  entered.wait();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(exchange(server->port(), request(*server, "GET /", kMember)).status, 200) << i;
  EXPECT_EQ(exchange(server->port(), request(*server, "GET /door")).status, 503);
  release.count_down();
  for (TestClient& stranger : strangers) EXPECT_EQ(stranger.read_answer()->body, "done");
}

TEST(Server, TurnsWhatAnAdmissionThrowsIntoOnePageAndOneLogLine) {
  Guarded<std::vector<std::string>> lines;
  const Responder fails{[](const Request&) -> std::optional<Response> { throw std::bad_alloc(); }, hello};
  const auto server =
      serve({{Method::get, "/plan", fails}},
            {.log = [&](std::string_view line) { lines.with([&](auto& all) { all.emplace_back(line); }); }});
  EXPECT_EQ(exchange(server->port(), request(*server, "GET /plan")).status, 500);
  lines.with([](const auto& all) { EXPECT_THAT(all, testing::ElementsAre("GET /plan threw: std::bad_alloc")); });
}

TEST(Server, SaysThatTheMemoryForConnectionsIsUsedUp) {
  const auto server = serve({{Method::post, "/echo", for_members(echo), 2_MiB}},
                            {.limits = {.memory = 3_MiB}, .error_page = [](Status, Shortage shortage) {
                               return Response::text(shortage == Shortage::memory ? "no memory" : "other");
                             }});
  TestClient first(server->port());
  const std::string length = std::string(kMember) + "Content-Length: 2000000\r\n";
  first.send(request(*server, "POST /echo", length + "Expect: 100-continue\r\n"));
  ASSERT_TRUE(first.read_until("HTTP/1.1 100 Continue\r\n\r\n"));  // so its body has its room
  TestClient second(server->port());
  second.send(request(*server, "POST /echo", length));
  const auto refused = second.read_answer();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->body, "no memory");
  EXPECT_TRUE(refused->headers.get("Retry-After"));
  const std::string body(2'000'000, 'x');
  first.send(body);
  EXPECT_EQ(first.read_answer()->body, body);
  EXPECT_EQ(exchange(server->port(), request(*server, "POST /echo", kMember, body)).body, body) << "and goes on";
}

// Leaves this process one more file descriptor than it has now, for as long as it lives.
class OneDescriptorLeft {
 public:
  OneDescriptorLeft() {
    EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0);
    const int lowest_free = ::dup(STDERR_FILENO);
    ::close(lowest_free);
    rlimit tight = before_;
    tight.rlim_cur = static_cast<rlim_t>(lowest_free) + 1;
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  }
  ~OneDescriptorLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  OneDescriptorLeft(const OneDescriptorLeft&) = delete;
  OneDescriptorLeft& operator=(const OneDescriptorLeft&) = delete;

 private:
  rlimit before_{};
};

TEST(Server, AcceptsAgainWhenThereAreFileDescriptorsAgain) {
  std::latch refused(1);
  std::atomic<int> lines = 0;
  const auto server = serve({get("/", hello)}, {.log = [&](std::string_view) {
                              ++lines;
                              refused.count_down();
                            }});
  // Asked before: the sanitizer checks a virtual call through a pipe, for which no descriptor is left.
  const std::uint16_t port = server->port();
  std::optional<TestClient> client;
  {
    const OneDescriptorLeft limit;
    client.emplace(port);
    refused.wait();
  }
  client->send(request(*server, "GET /"));
  EXPECT_EQ(client->read_answer()->status, 200);
  EXPECT_EQ(lines, 1);
}

TEST(Server, StopsWithRequestsRunningWaitingAndHalfSent) {
  std::latch entered(1);
  std::latch release(1);
  EventStream stream;
  const auto server = serve({get("/slow",
                                 [&](const Request&) {
                                   entered.count_down();
                                   release.wait();
                                   return Response::text("done");
                                 }),
                             get("/events", [&](const Request&) { return Response::event_stream(stream); })},
                            {.limits = {.handler_threads = 1}});
  TestClient idle(server->port());
  TestClient half(server->port());
  half.send("GET /slow HTT");
  TestClient listening(server->port());
  listening.send(request(*server, "GET /events"));
  ASSERT_TRUE(listening.read_answer(TestClient::Body::none));
  TestClient running(server->port());
  running.send(request(*server, "GET /slow"));
  entered.wait();
  TestClient waiting(server->port());
  waiting.send(request(*server, "GET /slow"));
  TestClient probe(server->port());
  probe.send(request(*server, "GET /nowhere"));
  ASSERT_EQ(probe.read_answer()->status, 404);  // so the request before it is in the pool

  server->stop();
  EXPECT_EQ(idle.read_to_end(), "");
  EXPECT_EQ(half.read_to_end(), "");
  EXPECT_EQ(listening.read_to_end(), "");
  EXPECT_TRUE(stream.is_closed());
  release.count_down();
  EXPECT_EQ(running.read_answer()->body, "done");
  EXPECT_EQ(waiting.read_answer()->status, 503);
  server->wait();
  EXPECT_EQ(stream.push({.data = "too late"}), EventStream::Push::closed);
}

TEST(Server, StopsOnASignal) {
  const auto server = serve({get("/", hello)}, {.stop_on_signals = true});
  TestClient client(server->port());
  ASSERT_EQ(std::raise(SIGTERM), 0);
  EXPECT_EQ(client.read_to_end(), "");
  server->wait();
}

TEST(Server, SaysWhyItCannotListen) {
  const auto kind = [](Options options) { return Server::listen(std::move(options), Router({})).error().kind; };
  const auto first = serve({});
  EXPECT_EQ(kind({.port = first->port()}), ErrorKind::conflict);
  EXPECT_EQ(kind({.address = "localhost"}), ErrorKind::invalid_input);
  EXPECT_EQ(kind({.address = "192.0.2.1"}), ErrorKind::invalid_input);  // RFC 5737: nobody's
}

std::string status_under(const Server& server, std::string_view host) {
  TestClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: " + std::string(host) + ":" + std::to_string(server.port()) +
              "\r\nConnection: close\r\n\r\n");
  return client.read_to_end().substr(9, 3);
}

TEST(Server, AnswersUnderItsNameAlone) {
  const auto server = serve({get("/", hello)}, {.name = "garde-0123456789.localhost"});
  EXPECT_EQ(status_under(*server, "garde-0123456789.localhost"), "200");
  for (const std::string_view other :
       {"127.0.0.1", "localhost", "[::1]", "garde.localhost", "x.garde-0123456789.localhost"})
    EXPECT_EQ(status_under(*server, other), "421") << other;
}

// Whether curl gets a page there.
bool answers_at(std::string_view address, std::uint16_t port) {
  const std::string command = "curl -sS -m 5 --resolve a.localhost:" + std::to_string(port) + ":" +
                              std::string(address) + " http://a.localhost:" + std::to_string(port) +
                              "/ > /dev/null 2>&1";
  return std::system(command.c_str()) == 0;
}

TEST(Server, LeavesNobodyElseTheOtherLoopback) {
  const auto server = serve({get("/", hello)}, {.second_address = "::1", .name = "a.localhost"});
  EXPECT_TRUE(answers_at("127.0.0.1", server->port()));
  const auto there = Server::listen({.address = "::1"}, Router({}));
  if (!there) GTEST_SKIP() << "no IPv6 on this computer";
  EXPECT_TRUE(answers_at("[::1]", server->port()));
  const auto taken = Server::listen({.second_address = "::1", .port = (*there)->port()}, Router({}));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::conflict);
}

TEST(Server, DoesWithoutASecondAddressThatTheSystemDoesNotHave) {
  const auto server = serve({get("/", hello)}, {.second_address = "192.0.2.1", .name = "a.localhost"});
  EXPECT_TRUE(answers_at("127.0.0.1", server->port()));
}

// curl writes requests and reads answers with nobody's help but its own.
std::string curl(const Server& server, std::string_view arguments, std::string_view path) {
  const std::string command = "curl -sS -m 30 -i " + std::string(arguments) +
                              " 'http://127.0.0.1:" + std::to_string(server.port()) + std::string(path) + "' 2>&1";
  std::string output;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> bytes{};
  for (std::size_t size = 0; (size = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;)
    output.append(bytes.data(), size);
  ::pclose(pipe);
  return output;
}

TEST(Server, ReadsTheFormsCurlSends) {
  const auto server = serve({post("/form", [](const Request& r) {
    const Form form = read_form(r).take();
    std::string text = "note=" + std::string(form.fields.get("note").value_or("?"));
    for (const FilePart& file : form.files)
      text += " " + file.file_name + " (" + file.media_type + ") " + std::to_string(file.content.size());
    return Response::text(text);
  })});
  EXPECT_THAT(curl(*server, "--data-urlencode 'note=été & hiver'", "/form"), EndsWith("\r\n\r\nnote=été & hiver"));
  EXPECT_THAT(
      curl(*server, "-F 'note=été' -F 'f=@-;filename=\"les \\\"comptes\\\".csv\";type=text/csv' < /dev/null", "/form"),
      EndsWith("\r\n\r\nnote=été les \"comptes\".csv (text/csv) 0"));
  EXPECT_THAT(curl(*server, "-H 'Expect: 100-continue' -F note=a", "/form"),
              AllOf(StartsWith("HTTP/1.1 100 Continue\r\n"), EndsWith("note=a")));
  EXPECT_THAT(curl(*server, "-H 'Transfer-Encoding: chunked' -d note=a", "/form"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(curl(*server, "-I", "/form"), StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(curl(*server, "--path-as-is", "/a/../form"), StartsWith("HTTP/1.1 400 "));
}

}  // namespace
}  // namespace garde::http
