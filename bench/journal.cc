// The journal's two promises: at least 1,000 durable entries a second, and at least a million entries verified a
// second on one core. The second counter of the first is the disk alone: the same bytes, written and synced.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "io/durable_file.h"
#include "journal/testing/sample_journal.h"
#include "journal/verify.h"
#include "journal/writer.h"

namespace {

using namespace garde;
using journal::testing::bytes_of;

// In the working directory: the disk of a real journal, not a file system in memory.
class Folder {
 public:
  Folder() : path_("garde-bench-XXXXXX") { GARDE_CHECK(::mkdtemp(path_.data()) != nullptr); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path path() const { return path_; }

 private:
  std::string path_;
};

void append_entries(benchmark::State& state) {
  const Folder folder;
  const Instant now = journal::testing::at("2026-11-23T17:00:00Z");
  auto writer = journal::Writer::create(folder.path(), {journal::JournalId::of("bench"), now, {}}).take();
  const journal::Draft draft = journal::testing::note("Le serveur ne répond plus, j’ai débranché le câble réseau.");
  for (auto _ : state) GARDE_CHECK(writer.append(draft).has_value());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_entries)->UseRealTime();

void write_and_sync_the_same_bytes(benchmark::State& state) {
  const Folder folder;
  const std::string record(700, 'x');
  GARDE_CHECK(io::create_private_file(folder.path() / "file", {}).has_value());
  auto file = io::DurableFile::open(folder.path() / "file").take();
  std::uint64_t end = 0;
  for (auto _ : state) {
    GARDE_CHECK(file.write(end, bytes_of(record)).has_value());
    end += record.size();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(write_and_sync_the_same_bytes)->UseRealTime();

void verify_entries(benchmark::State& state) {
  const auto entries = static_cast<std::size_t>(state.range(0));
  const std::string file = journal::testing::sample_journal(entries);
  for (auto _ : state) GARDE_CHECK(journal::verify(bytes_of(file)).take().holds());
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(file.size()));
}
BENCHMARK(verify_entries)->Arg(50)->Arg(10'000)->Arg(100'000);

void read_entries(benchmark::State& state) {
  const std::string file = journal::testing::sample_journal(10'000);
  for (auto _ : state) GARDE_CHECK(journal::read(bytes_of(file)).take().entries.size() == 10'000);
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(read_entries);

}  // namespace
