// A plain copy: hashed, compared, and looked at again, against the tools people use for it.
//
//   bench_mirror [BYTES [FILES]]
#include <cstdlib>
#include <iterator>

#include <fmt/format.h>

#include "bench/process_cost.h"
#include "formats/mirror/reader.h"
#include "formats/parallel.h"
#include "io/disk_tree.h"

namespace garde::bench {
namespace {

const Instant kNow = parse_instant("2100-01-01T00:00:00Z").value();

formats::Coverage verify(const std::string& folder, const formats::VerifyRequest& request) {
  const auto tree = io::DiskTree::open(folder);
  GARDE_CHECK(tree.has_value());
  auto coverage = formats::mirror::open(**tree)->verify(request, [](const formats::Damage&) { std::abort(); });
  GARDE_CHECK(coverage.has_value() && coverage->ending == formats::Ending::complete);
  return *coverage;
}

void hash_all(const std::string& folder) {
  formats::VerificationMemory memory;
  verify(folder, {.now = kNow, .memory = &memory});
}

void compare_all(const std::string& folder, const std::string& copy) {
  const auto live = io::DiskTree::open(folder);
  const auto tree = io::DiskTree::open(copy);
  const auto reader = formats::mirror::open(**tree);
  std::vector<std::string> paths;
  GARDE_CHECK(reader
                  ->list(
                      {},
                      [&](const formats::Node& node) -> Result<void> {
                        if (node.type == formats::NodeType::file) paths.push_back(node.path);
                        return {};
                      },
                      [](const formats::Damage&) { std::abort(); })
                  .has_value());
  formats::for_each_in_parallel(formats::usual_threads(0), paths.size(), [&](auto& next) {
    while (const auto i = next()) {
      const auto file = (*live)->open(paths[*i], io::Access::sequential);
      GARDE_CHECK(file.has_value() && reader->compare({}, paths[*i], **file) == formats::Comparison::same);
    }
  });
}

void measure(const std::string& what, const std::string& folder, const std::string& copy, int rounds) {
  fmt::print("\n{}: ours, the peer, how many times faster\n", what);
  const auto shell = [](const std::string& line) {
    return [line] { return cost_of(std::vector<std::string>{"sh", "-c", line}); };
  };
  const auto ours = [](auto work) { return [work] { return cost_of(std::function<void()>(work)); }; };
  const auto hashed =
      compare({ours([&] { hash_all(copy); }), shell("find '" + copy + "' -type f -print0 | xargs -0 sha256sum"),
               shell("find '" + copy + "' -type f -print0 | xargs -0 openssl sha256")},
              rounds);
  print_ratio("every file hashed, against sha256sum", hashed[0], hashed[1], 6);
  print_ratio("    against openssl sha256, one core", hashed[0], hashed[2], 1);
  print_cost("    ours", hashed[0]);
  const auto compared =
      compare({ours([&] { compare_all(folder, copy); }), shell("diff -rq '" + folder + "' '" + copy + "'"),
               shell("rsync -rcn '" + folder + "/' '" + copy + "/'")},
              rounds);
  print_ratio("compared by content, against diff -rq", compared[0], compared[1], 2);
  print_ratio("    against rsync -rcn", compared[0], compared[2], 1.5);
  formats::VerificationMemory memory;
  verify(copy, {.now = kNow, .memory = &memory});
  const auto later = [&] {
    return verify(copy,
                  {.scope = formats::Rotation{.share = 0.01}, .now = kNow + std::chrono::hours{24}, .memory = &memory});
  };
  formats::VerificationMemory kept = memory;
  const formats::Coverage coverage = later();
  memory = kept;
  const auto again = compare(
      {ours([&] { static_cast<void>(later()); }), shell("find '" + copy + "' -printf '%p %s %T@ %i\\n'")}, rounds);
  fmt::print("{:<46}{:>7.2f} %  target 5 %\n", "a later run reads of the bytes",
             100.0 * static_cast<double>(coverage.bytes_read.value) / static_cast<double>(coverage.bytes_total.value));
  print_ratio("a later run, against find -printf", again[0], again[1], 0.5);
  print_cost("    ours", again[0]);
}

int run(std::uint64_t bytes, std::uint64_t files) {
  const WorkFolder work;
  print_load("at the start");
  write_mixed_data(work / "mixed", bytes);
  cost_of(std::vector<std::string>{"cp", "-a", work / "mixed", work / "mixed-copy"});
  measure(fmt::format("{} MiB of mixed files", bytes >> 20U), work / "mixed", work / "mixed-copy", 3);
  std::filesystem::remove_all(work / "mixed");
  std::filesystem::remove_all(work / "mixed-copy");
  write_small_files(work / "small", files);
  cost_of(std::vector<std::string>{"cp", "-a", work / "small", work / "small-copy"});
  measure(fmt::format("{} small files", files), work / "small", work / "small-copy", 2);
  print_load("at the end");
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace garde::bench

int main(int argc, char** argv) {
  return garde::bench::run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : std::uint64_t{1} << 30U,
                           argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 200'000);
}
