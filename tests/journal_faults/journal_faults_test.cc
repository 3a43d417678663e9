// Every system call of the journal's write path, one at a time, made to fail or to be the last: whatever happens,
// the journal is whole and holds every entry that was acknowledged. strace injects the faults.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"
#include "journal/testing/sample_journal.h"
#include "journal/writer.h"
#include "tests/journal_faults/marker.h"

namespace garde::tests {
namespace {

using io::testing::TemporaryFolder;
using journal::testing::bytes_of;

constexpr const char* kProgram = GARDE_APPEND_ENTRIES;
// The sanitizers' own leak check cannot run under a tracer.
constexpr const char* kEnvironment = "ASAN_OPTIONS=detect_leaks=0";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What a shell command writes to its standard output; its end does not matter here.
std::string output_of(const std::string& command) {
  std::string output;
  FILE* const pipe = ::popen(command.c_str(), "r");
  GARDE_CHECK(pipe != nullptr);
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), count);
  ::pclose(pipe);
  return output;
}

struct Call {
  std::string name;
  std::size_t occurrence = 0;  // from 1, in the whole run of the program
};

// The calls of one run that come after the marker, without those that only manage memory or end the program.
std::vector<Call> calls_of_write_path(const std::string& trace) {
  const std::set<std::string> left_out{"mmap",           "munmap",      "mprotect",   "madvise", "brk",  "mremap",
                                       "rt_sigprocmask", "sigaltstack", "exit_group", "exit",    "futex"};
  std::vector<Call> calls;
  std::map<std::string, std::size_t> seen;
  bool started = false;
  std::istringstream lines(trace);
  for (std::string line; std::getline(lines, line);) {
    const std::string name = line.substr(0, line.find('('));
    if (name.size() == line.size() || name.find(' ') != std::string::npos) continue;
    const std::size_t occurrence = ++seen[name];
    if (line.find(kMarker) != std::string::npos) {
      started = true;
    } else if (started && !left_out.contains(name)) {
      calls.push_back({name, occurrence});
    }
  }
  return calls;
}

struct Scenario {
  std::string name;
  std::string verb;  // of the program
  int entries = 0;
  std::string before;  // the journal's bytes before the run; none when the program makes it
};

void PrintTo(const Scenario& scenario, std::ostream* out) { *out << scenario.name; }

class EverySystemCall : public ::testing::TestWithParam<Scenario> {
 protected:
  // The folder as it is before each run: a journal and its key, or nothing.
  void prepare(const std::filesystem::path& folder) const {
    if (GetParam().before.empty()) return;
    std::ofstream(folder / "journal.garde", std::ios::binary) << GetParam().before;
    std::ofstream(folder / "journal.key", std::ios::binary) << std::string(crypto::SigningKey::kSeedSize, 7);
  }

  std::string run(const std::filesystem::path& folder, const std::string& strace_options) const {
    return output_of(fmt::format("{} strace -qq {} {} {} {} {} 2>/dev/null", kEnvironment, strace_options, kProgram,
                                 folder.string(), GetParam().verb, GetParam().entries));
  }

  std::vector<Call> write_path() const {
    const TemporaryFolder folder;
    const TemporaryFolder journal;
    prepare(journal.path());
    const std::filesystem::path trace = folder / "trace";
    const std::string acknowledged = run(journal.path(), "-o " + trace.string());
    EXPECT_EQ(std::count(acknowledged.begin(), acknowledged.end(), '\n'), GetParam().entries);
    return calls_of_write_path(read_file(trace));
  }

  // After a run with a fault: nothing acknowledged is lost, and writing goes on.
  void check(const std::filesystem::path& folder, const std::string& acknowledged) const {
    const std::string file = read_file(folder / "journal.garde");
    std::map<std::uint64_t, std::string> expected;
    for (const journal::Entry& entry : entries_of(GetParam().before)) expected[entry.sequence] = entry.said.text;
    std::istringstream lines(acknowledged);
    for (std::string line; std::getline(lines, line);) expected[std::stoull(line)] = line.substr(line.find(' ') + 1);

    if (file.empty()) {
      EXPECT_TRUE(expected.empty());
      return;
    }
    const auto contents = journal::read(bytes_of(file));
    ASSERT_TRUE(contents) << describe(contents.error());
    EXPECT_TRUE(contents->verification.holds());
    expect_all(expected, contents->entries);

    auto writer = journal::Writer::open(folder, journal::testing::at("2026-11-23T18:00:00Z"));
    ASSERT_TRUE(writer) << describe(writer.error());
    ASSERT_TRUE(writer->append(journal::testing::note("after")));
    const auto after = journal::read(bytes_of(read_file(folder / "journal.garde")));
    ASSERT_TRUE(after);
    EXPECT_TRUE(after->verification.holds());
    EXPECT_FALSE(after->verification.tail);
    EXPECT_EQ(after->entries.back().said.text, "after");
    expect_all(expected, after->entries);
  }

  static std::vector<journal::Entry> entries_of(const std::string& file) {
    if (file.empty()) return {};
    return journal::read(bytes_of(file)).take().entries;
  }

  static void expect_all(const std::map<std::uint64_t, std::string>& expected,
                         const std::vector<journal::Entry>& entries) {
    for (const auto& [sequence, text] : expected) {
      ASSERT_LE(sequence, entries.size());
      EXPECT_EQ(entries[sequence - 1].sequence, sequence);
      EXPECT_EQ(entries[sequence - 1].said.text, text);
    }
  }
};

TEST_P(EverySystemCall, MayFailOrBeTheLast) {
  const std::vector<Call> calls = write_path();
  std::set<std::string> names;
  for (const Call& call : calls) names.insert(call.name);
  // What the promise is about must have been seen, or the trace was misread.
  for (const char* name : {"openat", "flock", "pwrite64", "fdatasync", "write"})
    EXPECT_TRUE(names.contains(name)) << name;

  for (const Call& call : calls) {
    for (const char* fault : {"error=EIO", "error=ENOSPC", "signal=SIGKILL"}) {
      SCOPED_TRACE(fmt::format("{} number {}: {}", call.name, call.occurrence, fault));
      const TemporaryFolder folder;
      prepare(folder.path());
      const std::string acknowledged =
          run(folder.path(),
              fmt::format("-o /dev/null -e trace={0} -e inject={0}:{1}:when={2}", call.name, fault, call.occurrence));
      // An entry whose write or sync failed is not shown as kept.
      const bool reaches_the_disk = call.name == "pwrite64" || call.name == "fdatasync" || call.name == "fsync";
      const auto shown = std::count(acknowledged.begin(), acknowledged.end(), '\n');
      EXPECT_TRUE(!reaches_the_disk || shown < GetParam().entries);
      check(folder.path(), acknowledged);
    }
  }
}

std::string torn_journal() {
  const std::string file = journal::testing::sample_journal(4);
  return file.substr(0, file.size() - 300);
}

INSTANTIATE_TEST_SUITE_P(Of, EverySystemCall,
                         ::testing::Values(Scenario{"MakingAJournal", "create", 2, ""},
                                           Scenario{"AddingToOne", "open", 2, journal::testing::sample_journal(3)},
                                           Scenario{"AddingAfterATornTail", "open", 1, torn_journal()}),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace garde::tests
