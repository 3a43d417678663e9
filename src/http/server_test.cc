#include "http/server.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "base/guarded.h"
#include "http/test_client.h"

namespace garde::http {
namespace {

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
  const auto server =
      serve({get("/plan/{action}", [](const Request&) -> Response { throw std::runtime_error("oops"); })},
            {.error_page = [](Status status) { return Response::html("page for " + std::string(reason(status))); },
             .log = [&](std::string_view line) { lines.with([&](auto& all) { all.emplace_back(line); }); }});
  const Answer answer = exchange(server->port(), request(*server, "GET /plan/x"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, "page for Internal Server Error");
  lines.with([](const auto& all) { EXPECT_EQ(all, std::vector<std::string>{"GET /plan/{action} threw: oops"}); });
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

TEST(Server, FinishesARunningHandlerBeforeItStops) {
  std::promise<void> entered;
  std::promise<void> release;
  auto server = serve({get("/slow", [&](const Request&) {
    entered.set_value();
    release.get_future().wait();
    return Response::text("done");
  })});
  TestClient client(server->port());
  client.send(request(*server, "GET /slow"));
  entered.get_future().wait();
  server->stop();
  release.set_value();
  const auto answer = client.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "done");
  EXPECT_EQ(answer->headers.get("Connection"), "close");
  server->wait();
}

}  // namespace
}  // namespace garde::http
