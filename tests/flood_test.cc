// `garde serve` while another account of the computer does what it can to keep people out. How long a page takes then:
// bench/flood.cc.
#include <deque>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/byte_count.h"
#include "io/testing/temporary_folder.h"
#include "tests/flood.h"
#include "tests/running_garde.h"
#include "tests/visitor.h"

namespace garde::tests {
namespace {

using testing::HasSubstr;

constexpr FloodSize kFlood{.idle = 2000, .slow = 200};
constexpr std::size_t kDescriptors = 1024;  // what many systems allow

ByteCount resident(const RunningGarde& garde) {
  std::ifstream status(fmt::format("/proc/{}/status", garde.process()));
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return ByteCount{std::stoull(line.substr(6)) * 1024};
  return {};
}

class UnderAFlood : public testing::Test {
 protected:
  UnderAFlood() {
    ::umask(0077);
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    can_flood_ = limit.rlim_max > kFlood.idle + kFlood.slow;
  }
  std::filesystem::path data() const { return folder_ / "data"; }
  static Visitor visit(const RunningGarde& garde) {
    return {garde.port(), garde.host(), "/open?token=" + garde.token()};
  }
  static std::string open_incident(const Visitor& owner) {
    const auto opened = owner.post("/incidents", "situation=ransom&exercise=yes");
    return std::string(opened->headers.get("Location").value_or(""));
  }

  io::testing::TemporaryFolder folder_;
  bool can_flood_ = false;
};

TEST_F(UnderAFlood, PagesAreServedAndNotesAndDocumentsKept) {
  if (!can_flood_) GTEST_SKIP() << "needs more open files";
  RunningGarde garde(data(), folder_ / "errors", kDescriptors);
  ASSERT_TRUE(garde.started());
  const Visitor owner = visit(garde);
  ASSERT_TRUE(owner.is_in());
  const std::string incident = open_incident(owner);
  ASSERT_THAT(incident, HasSubstr("/incidents/"));
  {
    const Flood flood(garde.port(), garde.host(), kFlood);
    for (int i = 0; i < 10; ++i) {
      for (const std::string& page : {std::string("/"), std::string("/settings"), incident}) {
        const auto answer = owner.get(page);
        ASSERT_TRUE(answer) << page;
        EXPECT_EQ(answer->status, 200) << page;
      }
      const auto noted = owner.post(incident + "/notes", fmt::format("text=pendant+{}", i));
      ASSERT_TRUE(noted);
      EXPECT_EQ(noted->status, 303);
    }
    const auto contact = owner.post("/contacts/new", "role=provider&name=Lac&phone-0=01+99+00+12+34");
    ASSERT_TRUE(contact);
    EXPECT_EQ(contact->status, 303);
    const auto attached = owner.post_document(
        "/attestations", "attested_by=Lac&received_on=2026-01-02&reply-backup-exists/agenda=yes", "%PDF-1.7 lettre");
    ASSERT_TRUE(attached);
    EXPECT_EQ(attached->status, 303);
  }
  const auto journal = owner.get(incident + "/journal");
  ASSERT_TRUE(journal);
  for (int i = 0; i < 10; ++i) EXPECT_THAT(journal->body, HasSubstr(fmt::format("pendant {}", i)));
  EXPECT_THAT(owner.get("/contacts")->body, HasSubstr("Lac"));
  EXPECT_THAT(owner.get("/provider-request")->body, HasSubstr("lettre.pdf"));
  EXPECT_THAT(read_file(folder_ / "errors"), HasSubstr("the system allows too few open files"));
  EXPECT_THAT(read_file(folder_ / "errors"), HasSubstr("too many connections"));
  garde.send_signal(SIGTERM);
  EXPECT_EQ(garde.wait(), 0);
}

TEST_F(UnderAFlood, BodiesOfStrangersTakeNoMemory) {
  RunningGarde garde(data());
  ASSERT_TRUE(garde.started());
  const Visitor owner = visit(garde);
  const ByteCount before = resident(garde);
  const std::string block(1U << 20U, 'x');
  std::deque<http::TestClient> strangers;
  for (int i = 0; i < 20; ++i) {
    http::TestClient& stranger = strangers.emplace_back(garde.port());
    stranger.send(
        fmt::format("POST /accesses/audit HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\n"
                    "Content-Length: {}\r\n\r\n",
                    garde.host(), garde.host(), 64 * block.size()));
    for (int sent = 0; sent < 63 && stranger.send(block);) ++sent;
    EXPECT_THAT(stranger.read_to_end(), testing::AnyOf("", testing::StartsWith("HTTP/1.1 403 "))) << "reset, or told";
  }
  EXPECT_LT(resident(garde), before + 32_MiB);
  EXPECT_EQ(owner.get("/")->status, 200);
}

TEST_F(UnderAFlood, ItsOwnBodiesHaveALimitTogetherThatIsSaid) {
  RunningGarde garde(data(), folder_ / "errors");
  ASSERT_TRUE(garde.started());
  const Visitor owner = visit(garde);
  std::deque<http::TestClient> bodies;
  std::size_t refused = 0;
  for (int i = 0; i < 8; ++i) {
    http::TestClient& body = bodies.emplace_back(garde.port());
    const std::string head = owner.head_of_post("/accesses/audit", "text/csv", (64_MiB).value);
    body.send(head.substr(0, head.size() - 2) + "Expect: 100-continue\r\n\r\n");
    const auto answer = body.read_answer(http::TestClient::Body::none);
    ASSERT_TRUE(answer);
    if (answer->status == 100) continue;
    EXPECT_EQ(answer->status, 503);
    EXPECT_TRUE(answer->headers.get("Retry-After"));
    EXPECT_THAT(body.read_to_end(), HasSubstr("la mémoire qui leur est réservée est pleine"));
    ++refused;
  }
  EXPECT_EQ(refused, 5U) << "three of 64 MiB fit into 256 MiB beside what else there is";
  EXPECT_EQ(owner.get("/")->status, 200);
  EXPECT_EQ(owner.post("/contacts/new", "role=provider&name=Lac&phone-0=01+99+00+12+34")->status, 303);
  EXPECT_THAT(read_file(folder_ / "errors"), HasSubstr("the memory for connections is used up"));
}

}  // namespace
}  // namespace garde::tests
