// A restic repository made by restic, verified by us and by restic.
//
//   bench_restic [BYTES [FILES]]
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>
#include <zstd.h>

#include "bench/process_cost.h"
#include "crypto/cipher.h"
#include "crypto/digest.h"
#include "crypto/mac.h"
#include "formats/restic/reader.h"
#include "io/disk_tree.h"

namespace garde::bench {
namespace {

const Instant kNow = parse_instant("2100-01-01T00:00:00Z").value();
constexpr const char* kPassword = "RESTIC_PASSWORD=sesame";

std::unique_ptr<formats::ArchiveReader> open(const io::Tree& tree) {
  auto reader = formats::restic::open(tree, crypto::SecretBytes::copy_of("sesame"));
  GARDE_CHECK(reader.has_value());
  return std::move(reader).take();
}

formats::Coverage verify(const std::string& repository, const formats::VerifyRequest& request) {
  const auto tree = io::DiskTree::open(repository);
  auto coverage = open(**tree)->verify(request, [](const formats::Damage&) { std::abort(); });
  GARDE_CHECK(coverage.has_value() && coverage->ending == formats::Ending::complete);
  return *coverage;
}

template <class Work>
double gigabytes_per_second(std::size_t size, Work&& work) {
  constexpr std::size_t kTotal = std::size_t{1} << 28U;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t done = 0; done < kTotal; done += size) work();
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  return static_cast<double>(kTotal) / time.count() / 1e9;
}

void print_machine() {
  constexpr std::size_t kSize = std::size_t{1} << 20U;
  std::vector<std::byte> bytes(kSize, std::byte{7});
  std::vector<std::byte> other(kSize);
  crypto::Sha256 sha256;
  fmt::print("this machine, one core, GB/s: SHA-256 {:.2f}", gigabytes_per_second(kSize, [&] { sha256.of(bytes); }));
  const std::array<std::byte, crypto::Aes256Ctr::kKeySize> key{};
  const std::array<std::byte, crypto::Aes256Ctr::kBlockSize> counter{};
  crypto::Aes256Ctr aes(key);
  fmt::print(", AES-CTR {:.2f}", gigabytes_per_second(kSize, [&] { aes.apply(counter, bytes, other); }));
  crypto::Poly1305 poly;
  fmt::print(", Poly1305 {:.2f}", gigabytes_per_second(kSize, [&] { poly.of(key, bytes); }));
  std::string packed(::ZSTD_compressBound(kSize), '\0');
  std::ifstream self("/proc/self/exe", std::ios::binary);
  self.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(kSize));
  packed.resize(::ZSTD_compress(packed.data(), packed.size(), bytes.data(), kSize, 3));
  fmt::print(", zstd {:.2f}", gigabytes_per_second(kSize, [&] {
               ::ZSTD_decompress(other.data(), kSize, packed.data(), packed.size());
             }));
  std::vector<std::byte> large(std::size_t{1} << 28U, std::byte{1});
  std::vector<std::byte> target(large.size());
  fmt::print(", memory copied {:.2f}\n",
             gigabytes_per_second(large.size(), [&] { std::copy(large.begin(), large.end(), target.begin()); }));
}

void measure(const std::string& what, const std::string& source, const WorkFolder& work, bool is_small, int rounds) {
  const std::string repository = work / "repository";
  const std::vector<std::string> restic{"restic", "--no-cache", "-r", repository};
  const auto command = [&](std::vector<std::string> words) {
    std::vector<std::string> all = restic;
    all.insert(all.end(), words.begin(), words.end());
    return all;
  };
  const std::vector<std::string> environment{kPassword};
  cost_of(command({"init"}), environment);
  cost_of(command({"backup", source}), environment);
  fmt::print("\n{}: ours, the peer, how many times faster\n", what);
  const auto ours = [](auto work_to_do) { return [work_to_do] { return cost_of(std::function<void()>(work_to_do)); }; };
  const auto check = [&] { return cost_of(command({"check", "--read-data"}), environment); };
  const auto level = [&](formats::Level wanted) {
    return [&repository, wanted] { verify(repository, {.level = wanted, .now = kNow}); };
  };
  const auto costs =
      compare({ours(level(formats::Level::content)), ours(level(formats::Level::authenticated)), check}, rounds);
  print_ratio("all content, against check --read-data", costs[0], costs[2], is_small ? 2.5 : 2);
  print_ratio("authenticated, against check --read-data", costs[1], costs[2], 4);
  print_cost("    ours, all content", costs[0]);
  print_cost("    restic", costs[2]);
  formats::VerificationMemory memory;
  verify(repository, {.now = kNow, .memory = &memory});
  const formats::Coverage second = verify(
      repository, {.scope = formats::Rotation{.share = 0.01}, .now = kNow + std::chrono::hours{24}, .memory = &memory});
  fmt::print("{:<46}{:>7.2f} %  target 5 %\n", "a second run reads of the bytes",
             100.0 * static_cast<double>(second.bytes_read.value) / static_cast<double>(second.bytes_total.value));
  // The program itself: it lists, writes every file, reads it back and opens it, as restic writes and reads it back.
  std::ofstream(work / "password") << "sesame\n";
  // Both write into memory: on ext4 whoever comes second waits for the inodes that the first has just freed, which
  // costs 200 000 files more than the whole restore.
  const bool has_memory = std::filesystem::is_directory("/dev/shm");
  const std::filesystem::path fresh = has_memory ? fmt::format("/dev/shm/garde-bench-{}", ::getpid()) : work / "fresh";
  std::filesystem::create_directories(fresh / "scratch");
  const auto garde_drill = [&] {
    return cost_of(std::vector<std::string>{GARDE_PROGRAM, "backup", "drill", repository, "--all", "--password-file",
                                            work / "password", "--scratch", fresh / "scratch"});
  };
  const std::string target = fresh / "restored";
  const auto restore = [&] {
    std::filesystem::remove_all(target);
    return cost_of(command({"restore", "latest", "--verify", "--target", target}), environment);
  };
  const auto drill = compare({garde_drill, restore}, 1);
  print_ratio("a drill of everything, against restore --verify", drill[0], drill[1], 3);
  print_cost("    ours", drill[0]);
  std::filesystem::remove_all(fresh);
  std::filesystem::remove_all(repository);
}

int run(std::uint64_t bytes, std::uint64_t files) {
  const WorkFolder work;
  print_load("at the start");
  print_machine();
  if (bytes > 0) {
    write_mixed_data(work / "source", bytes);
    measure(fmt::format("{} MiB of mixed files", bytes >> 20U), work / "source", work, false, 3);
    std::filesystem::remove_all(work / "source");
  }
  if (files > 0) {
    write_small_files(work / "source", files);
    measure(fmt::format("{} small files", files), work / "source", work, true, 2);
  }
  print_load("at the end");
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace garde::bench

int main(int argc, char** argv) {
  return garde::bench::run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : std::uint64_t{1} << 30U,
                           argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 200'000);
}
