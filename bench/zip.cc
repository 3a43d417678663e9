// Verifying a zip of a practice's data, against `unzip -t` and `7z t` on the same file. The promise: 5 and 4 times.
//
//   bench_zip [PERCENT]          # of the 1.2 GiB of data
#include <algorithm>
#include <filesystem>
#include <thread>

#include <libdeflate.h>
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
  const fs::path folder = root / "zip";
  const fs::path zip = folder / "cabinet-2026-11-23.zip";
  if (!fs::exists(zip)) {
    fs::create_directories(folder);
    bench::run(fmt::format("cd {} && zip -qr {}.part . && mv {}.part {}", made.data.string(), zip.string(),
                           zip.string(), zip.string()));
  }
  const auto size = static_cast<double>(fs::file_size(zip));
  const auto tree = io::DiskTree::open(folder.string()).take();
  formats::Coverage coverage;
  const double ours = bench::best_of(3, [&] {
    const auto reader = formats::archives::open(*tree, nullptr, 0).take();
    coverage = reader->verify({}, [](const formats::Damage&) { GARDE_CHECK(false); }).take();
  });
  GARDE_CHECK(coverage.units_verified == 1 && coverage.unjudged_count == 0);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);

  fmt::print("{:.0f} MB, {} entries, {} threads, {} MiB resident at most\n\n", size / 1e6, coverage.pieces_verified,
             std::thread::hardware_concurrency(), usage.ru_maxrss / 1024);
  fmt::print("{:<44} {:>10} {:>13} {:>6}\n", "", "", "stored", "times");
  bench::say("garde, every entry", ours, size, ours);
  const std::string quiet = " >/dev/null";
  bench::say("unzip -tqq", bench::best_of(2, [&] { bench::run("unzip -tqq " + zip.string() + quiet); }), size, ours);
  bench::say("7zz t", bench::best_of(2, [&] { bench::run("7zz t " + zip.string() + quiet); }), size, ours);
  bench::say("cat", bench::best_of(2, [&] { bench::run("cat " + zip.string() + quiet); }), size, ours);

  // What the decoder does on one core with everything in the cache: text as in the notes.
  std::string text;
  while (text.size() < 4'000'000)
    text += fmt::format("consultation du {} novembre, tension {} ", text.size() % 31, text.size() % 17);
  std::string packed(text.size(), '\0');
  libdeflate_compressor* compressor = libdeflate_alloc_compressor(6);
  packed.resize(libdeflate_deflate_compress(compressor, text.data(), text.size(), packed.data(), packed.size()));
  libdeflate_free_compressor(compressor);
  libdeflate_decompressor* decompressor = libdeflate_alloc_decompressor();
  const double decode = bench::best_of(5, [&] {
    GARDE_CHECK(libdeflate_deflate_decompress(decompressor, packed.data(), packed.size(), text.data(), text.size(),
                                              nullptr) == LIBDEFLATE_SUCCESS);
  });
  libdeflate_free_decompressor(decompressor);
  std::uint32_t crc = 0;
  const double check = bench::best_of(5, [&] { crc ^= libdeflate_crc32(0, text.data(), text.size()); });
  fmt::print("\none core, in cache: inflate {:.0f} MB/s of content, CRC-32 {:.0f} MB/s (sum {:x})\n",
             static_cast<double>(text.size()) / decode / 1e6, static_cast<double>(text.size()) / check / 1e6, crc);
  return 0;
}
