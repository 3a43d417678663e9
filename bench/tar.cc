// Verifying a tar.zst of a practice's data and listing what is in it, against `zstd -t`, which only unpacks it. The
// promise: at most 1.2 times as long.
//
//   bench_tar [PERCENT]          # of the 1.2 GiB of data
#include <algorithm>
#include <filesystem>

#include <sys/resource.h>

#include "bench/machine.h"
#include "bench/mixed_data.h"
#include "formats/archives/reader.h"
#include "io/disk_tree.h"

int main(int argc, char** argv) {
  using namespace garde;
  namespace fs = std::filesystem;
  const bench::MixedData made(argc, argv);
  const fs::path& root = made.root;
  for (const std::string_view kind : {"zst", "gz"}) {
    const fs::path folder = root / fmt::format("tar-{}", kind);
    const fs::path tar = folder / fmt::format("cabinet-2026-11-23.tar.{}", kind);
    if (!fs::exists(tar)) {
      fs::create_directories(folder);
      bench::run(fmt::format("tar -C {} -c . | {} >{}.part && mv {}.part {}", made.data.string(),
                             kind == "zst" ? "zstd -q -T2" : "gzip -1", tar.string(), tar.string(), tar.string()));
    }
    const auto size = static_cast<double>(fs::file_size(tar));
    const auto tree = io::DiskTree::open(folder.string()).take();
    formats::Coverage coverage;
    const double ours = bench::best_of(4, [&] {
      const auto reader = formats::archives::open(*tree, nullptr, 0).take();
      coverage = reader->verify({}, [](const formats::Damage&) { GARDE_CHECK(false); }).take();
    });
    GARDE_CHECK(coverage.units_verified == 1 && coverage.unjudged_count == 0);
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    fmt::print("tar.{}: {:.0f} MB, {} entries, {} MiB resident at most\n", kind, size / 1e6, coverage.pieces_verified,
               usage.ru_maxrss / 1024);
    const std::string quiet = " >/dev/null";
    const std::string tester = kind == "zst" ? "zstd -qt " : "gzip -t ";
    bench::say("garde, every entry", ours, size, ours);
    bench::say(tester, bench::best_of(4, [&] { bench::run(tester + tar.string() + quiet); }), size, ours);
    bench::say("tar -t", bench::best_of(2, [&] { bench::run("tar -tf " + tar.string() + quiet); }), size, ours);
    bench::say("cat", bench::best_of(2, [&] { bench::run("cat " + tar.string() + quiet); }), size, ours);
    fmt::print("\n");
  }
  return 0;
}
