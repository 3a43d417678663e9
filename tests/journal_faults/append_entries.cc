// What is run under faults: makes or opens the journal of a folder and adds entries to it. Each one acknowledged
// is said on standard output, as a program would show it to a person.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "journal/testing/sample_journal.h"
#include "journal/writer.h"
#include "tests/journal_faults/marker.h"

int main(int argc, char** argv) {
  using namespace garde;
  if (argc != 4) {
    std::fprintf(stderr, "usage: append_entries FOLDER create|open COUNT\n");
    return 2;
  }
  const Instant now = journal::testing::at("2026-11-23T17:00:00Z");
  // Seen in the trace: what comes before is the program starting up.
  [[maybe_unused]] const int nothing = ::access(tests::kMarker, F_OK);
  auto writer = std::string_view(argv[2]) == "create"
                    ? journal::Writer::create(argv[1], {journal::JournalId::of("faults"), now, {}})
                    : journal::Writer::open(argv[1], now);
  if (!writer) return 1;
  for (int n = 0; n < std::atoi(argv[3]); ++n) {
    const auto entry = writer->append(journal::testing::note(fmt::format("{} {}", argv[2], n)));
    if (!entry) return 1;
    const std::string line = fmt::format("{} {}\n", entry->sequence, entry->said.text);
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return 1;
  }
  return 0;
}
