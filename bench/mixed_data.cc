#include "bench/mixed_data.h"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

#include <fmt/format.h>

#include "base/result.h"

namespace garde::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWords[] = {"douleur ", "consultation ", "tension ",  "prescrit ", "revoir ",     "mois ",
                                       "IRM ",     "sans ",         "gauche ",   "droite ",   "traitement ", "le ",
                                       "patient ", "depuis ",       "contrôle ", "biologie ", "normale ",    "du "};

class Maker {
 public:
  explicit Maker(fs::path root) : root_(std::move(root)) {}

  std::string text(std::size_t size) {
    std::string text;
    text.reserve(size + 16);
    while (text.size() < size) {
      text += kWords[random_() % std::size(kWords)];
      if (random_() % 5 == 0) text += fmt::format("{} ", random_() % 100'000);
    }
    text.resize(size);
    return text;
  }
  // As what is compressed already: images, scans.
  std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i + 8 <= size; i += 8) {
      const std::uint64_t value = random_();
      std::copy_n(reinterpret_cast<const char*>(&value), 8, bytes.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return bytes;
  }
  // As an uncompressed image of twelve bits in sixteen.
  std::string image(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint64_t level = 2000;
    for (std::size_t i = 0; i + 2 <= size; i += 2) {
      level = (level * 15 + random_() % 4096) / 16;
      bytes[i] = static_cast<char>(level & 0xFFU);
      bytes[i + 1] = static_cast<char>(level >> 8U);
    }
    return bytes;
  }
  std::size_t between(std::size_t low, std::size_t high) { return low + random_() % (high - low); }

  void write(const std::string& name, std::string_view content) const {
    const fs::path path = root_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream stream(path, std::ios::binary);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    GARDE_CHECK(stream.good());
  }

 private:
  fs::path root_;
  std::mt19937_64 random_{20'261'123};
};

}  // namespace

void make_mixed_data(const fs::path& folder, int percent) {
  const fs::path done = folder.string() + ".made";
  if (fs::exists(done)) return;
  fs::remove_all(folder);
  Maker maker(folder);
  for (int i = 0; i < 180 * percent; ++i)
    maker.write(fmt::format("dossiers/{:03}/note-{}.txt", i % 400, i), maker.text(maker.between(2'000, 5'000)));
  for (int i = 0; i < 27 * percent; ++i) {
    std::string scan = maker.text(8'000) + maker.noise(maker.between(60'000, 300'000));
    maker.write(fmt::format("courriers/{:03}/scan-{}.pdf", i % 200, i), scan);
  }
  for (int i = 0; i < 10 * percent; ++i)
    maker.write(fmt::format("photos/{}.jpg", i), maker.noise(maker.between(80'000, 400'000)));
  for (int i = 0; i < percent; ++i) maker.write(fmt::format("imagerie/{}.dcm", i), maker.image(1'000'000));
  std::string database;
  for (int page = 0; page < 400 * percent; ++page) database += maker.text(3'000) + std::string(1'096, '\0');
  maker.write("logiciel/base.db", database);
  std::ofstream(done) << "made\n";
}

MixedData::MixedData(int argc, char** argv)
    : percent(argc > 1 ? std::atoi(argv[1]) : 100),
      root(fs::temp_directory_path() / fmt::format("garde-bench-backups-{}", percent)),
      data(root / "data") {
  GARDE_CHECK(percent > 0);
  make_mixed_data(data, percent);
}

}  // namespace garde::bench
