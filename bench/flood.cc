// The promise about a flood: another account of the computer keeps 2 000 connections that ask for nothing and 200 that
// send a byte a second, and opens again at once what is closed.
//
//   a page of the owner, at the median, on a connection of its own   < 100 ms
//   memory of the program meanwhile                                  < 100 MiB
//
//   bench_flood [PROGRAM]     without PROGRAM, the garde of the same build
//
// Every note and every document sent meanwhile must be kept. Prints a line per figure and exits with 1 when a promise
// is missed. The other account is "nobody" when this runs as root.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/result.h"
#include "bench/report.h"
#include "bench/running_garde.h"
#include "tests/flood.h"
#include "tests/visitor.h"

namespace garde::bench {
namespace {

constexpr int kRounds = 50;
constexpr tests::FloodSize kFlood{.idle = 2000, .slow = 200};
constexpr double kMebibyte = 1024.0 * 1024.0;

struct Times {
  std::vector<Milliseconds> pages;
  std::vector<Milliseconds> notes;
  int lost = 0;  // without an answer, or with another than there should be
};

Milliseconds at(std::vector<Milliseconds> times, double share) {
  std::ranges::sort(times);
  return times.at(static_cast<std::size_t>(static_cast<double>(times.size() - 1) * share));
}

// As somebody who reads and writes: a few pages, a note, a document.
Times use(const tests::Visitor& owner, const std::string& incident, std::string_view when) {
  Times times;
  const auto answered = [&](const std::optional<http::Answer>& answer, int status) {
    times.lost += answer && answer->status == status ? 0 : 1;
  };
  for (int i = 0; i < kRounds; ++i) {
    for (const std::string& page : {std::string("/"), std::string("/plan"), incident, std::string("/settings")})
      times.pages.push_back(time_of([&] { answered(owner.get(page), 200); }));
    times.notes.push_back(
        time_of([&] { answered(owner.post(incident + "/notes", fmt::format("text={}+{}", when, i)), 303); }));
    const std::string reply = "attested_by=Lac&received_on=2026-01-02&reply-backup-exists/agenda=yes";
    answered(owner.post_document("/attestations", reply, std::string(100'000, 'x')), 303);
  }
  const auto journal = owner.get(incident + "/journal");
  for (int i = 0; i < kRounds; ++i)
    times.lost += journal && journal->body.find(fmt::format("{} {}", when, i)) != std::string::npos ? 0 : 1;
  return times;
}

std::string words(const Times& times) {
  return fmt::format("95 % < {:.1f} ms, slowest {:.1f} ms; a note {:.1f} ms; lost: {}", at(times.pages, 0.95).count(),
                     at(times.pages, 1).count(), at(times.notes, 0.5).count(), times.lost);
}

int run(const std::filesystem::path& program) {
  Report report;
  double load = 0;
  ::getloadavg(&load, 1);
  fmt::print("load average at the start: {:.1f}\n", load);

  const RunningGarde garde(program);
  const tests::Visitor owner(garde.port(), garde.host(), garde.link());
  GARDE_CHECK(owner.is_in());
  const auto opened = owner.post("/incidents", "situation=ransom&exercise=yes");
  GARDE_CHECK(opened.has_value() && opened->status == 303);
  const std::string incident(opened->headers.get("Location").value());

  const Times before = use(owner, incident, "before");
  fmt::print("{:<42}{:>8.2f} ms   {}\n", "a page, nobody else there", at(before.pages, 0.5).count(), words(before));
  const tests::Flood flood(garde.port(), garde.host(), kFlood);
  const Times during = use(owner, incident, "during");
  report.promise("a page under the flood", at(during.pages, 0.5).count(), 100, "ms", words(during));
  report.promise("answers and notes lost", during.lost, 1, "");
  report.promise("memory under the flood", static_cast<double>(garde.resident().all.value) / kMebibyte, 100, "MiB");
  return report.all_reached() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace garde::bench

int main(int argc, char** argv) { return garde::bench::run(argc > 1 ? argv[1] : GARDE_PROGRAM); }
