#include "bench/process_cost.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "base/result.h"

namespace garde::bench {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

template <class Child>
Cost cost_of_child(Child&& child) {
  std::fflush(nullptr);
  const auto start = std::chrono::steady_clock::now();
  const pid_t process = ::fork();
  GARDE_CHECK(process >= 0);
  if (process == 0) {
    child();
    std::fflush(nullptr);
    ::_exit(0);
  }
  int status = 0;
  rusage usage{};
  GARDE_CHECK(::wait4(process, &status, 0, &usage) == process);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail_check("a measured process failed", "", status);
  return {wall.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<double>(usage.ru_maxrss) * 1024.0 / kMebibyte};
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15U + 1) {}
  std::uint64_t next() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_;
  }
  std::uint64_t below(std::uint64_t limit) { return next() % limit; }

 private:
  std::uint64_t state_;
};

constexpr std::array<std::string_view, 24> kWords{
    "patient",    "douleur", "épaule",       "droite",  "traitement", "ordonnance", "contrôle", "tension",
    "le",         "la",      "de",           "depuis",  "trois",      "jours",      "sans",     "fièvre",
    "antécédent", "notable", "radiographie", "normale", "prescrit",   "revoir",     "dans",     "semaine"};

std::string letter(Random& random, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    text += kWords[random.below(kWords.size())];
    text += random.below(12) == 0 ? fmt::format(", {}.\n", random.below(100'000)) : " ";
  }
  text.resize(size);
  return text;
}

std::string noise(Random& random, std::size_t size) {
  std::string bytes(size + 8, '\0');
  for (std::size_t at = 0; at < size; at += 8) {
    const std::uint64_t value = random.next();
    std::memcpy(bytes.data() + at, &value, sizeof value);
  }
  bytes.resize(size);
  return bytes;
}

// Twelve bits of slowly varying grey with some grain, as a radiograph.
std::string raw_image(Random& random, std::size_t size) {
  std::string bytes(size, '\0');
  std::uint64_t level = 800;
  for (std::size_t at = 0; at + 1 < size; at += 2) {
    level = (level + random.below(9) + 4092) % 4096;
    bytes[at] = static_cast<char>(level & 0xffU);
    bytes[at + 1] = static_cast<char>(level >> 8U);
  }
  return bytes;
}

void write(const std::string& path, const std::string& bytes) {
  std::ofstream stream(path, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  GARDE_CHECK(stream.good());
}

}  // namespace

Cost cost_of(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  return cost_of_child([&] {
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(null, 1);
    ::dup2(null, 2);
    for (const std::string& assignment : environment) ::putenv(const_cast<char*>(assignment.c_str()));
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  });
}

Cost cost_of(const std::function<void()>& work) { return cost_of_child(work); }

std::vector<Cost> compare(const std::vector<std::function<Cost()>>& contestants, int rounds) {
  std::vector<Cost> best(contestants.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      const Cost cost = contestants[i]();
      if (round == 0 || cost.cpu < best[i].cpu) best[i] = cost;
    }
  }
  return best;
}

void print_ratio(const std::string& what, const Cost& ours, const Cost& peer, double target) {
  const double wall = peer.wall / ours.wall;
  fmt::print("{:<46}{:>7.2f} s{:>8.2f} s{:>8.2f} x{:>8.2f} x CPU   target {} x  {}\n", what, ours.wall, peer.wall, wall,
             peer.cpu / ours.cpu, target, wall >= target ? "reached" : "MISSED");
  std::fflush(stdout);
}

void print_cost(const std::string& what, const Cost& cost) {
  fmt::print("{:<46}{:>7.2f} s  CPU {:.2f} s  {:.0f} MiB\n", what, cost.wall, cost.cpu, cost.mebibytes);
  std::fflush(stdout);
}

void print_load(const std::string& when) {
  double load = 0;
  ::getloadavg(&load, 1);
  fmt::print("load average {}: {:.1f}\n", when, load);
  std::fflush(stdout);
}

WorkFolder::WorkFolder() : path_(std::filesystem::temp_directory_path() / fmt::format("garde-bench-{}", ::getpid())) {
  std::filesystem::create_directories(path_);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

namespace {

// What follows opens as what its name says: a drill opens what it restores.
std::string photograph(Random& random, std::size_t size) {
  constexpr std::string_view kBegin(
      "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
      "\xff\xc0\x00\x0b\x08\x04\x00\x04\x00\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00",
      43);
  std::string content = noise(random, size);
  std::ranges::replace(content, '\xff', '\xfe');  // it would begin a marker
  return std::string(kBegin) + content + "\xff\xd9";
}

std::string dicom_image(Random& random, std::size_t size) {
  std::string image = raw_image(random, size);
  if (image.size() % 2 == 1) image.pop_back();
  std::string file(128, '\0');
  file += "DICM";
  file += std::string_view("\x02\x00\x10\x00UI\x14\x00", 8);
  file += std::string_view("1.2.840.10008.1.2.1\0", 20);  // explicit, least byte first
  file += std::string_view("\xe0\x7f\x10\x00OW\x00\x00", 8);
  for (unsigned shift = 0; shift < 32; shift += 8) file += static_cast<char>(image.size() >> shift & 0xFFU);
  return file + image;
}

// Text that hardly compresses: identifiers, results, signatures.
std::string codes(Random& random, std::size_t size) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text = noise(random, size);
  for (char& c : text) c = kLetters[static_cast<unsigned char>(c) % kLetters.size()];
  return text;
}

}  // namespace

void write_mixed_data(const std::string& folder, std::uint64_t bytes) {
  Random random(7);
  std::uint64_t written = 0;
  for (std::uint64_t number = 0; written < bytes; ++number) {
    const std::string directory = fmt::format("{}/dossier-{}", folder, number / 100);
    std::filesystem::create_directories(directory);
    // From 4 KiB to 16 MiB, small ones the more frequent.
    const std::size_t size = static_cast<std::size_t>((std::uint64_t{4096} << random.below(12)) + random.below(4096));
    switch (random.below(4)) {
      case 0: write(fmt::format("{}/{}.txt", directory, number), letter(random, size)); break;
      case 1: write(fmt::format("{}/{}.jpg", directory, number), photograph(random, size)); break;
      case 2: write(fmt::format("{}/{}.dcm", directory, number), dicom_image(random, size)); break;
      default: write(fmt::format("{}/{}.csv", directory, number), letter(random, size / 2) + codes(random, size / 2));
    }
    written += size;
  }
}

void write_small_files(const std::string& folder, std::uint64_t count) {
  Random random(8);
  for (std::uint64_t number = 0; number < count; ++number) {
    const std::string directory = fmt::format("{}/patient-{}", folder, number / 200);
    if (number % 200 == 0) std::filesystem::create_directories(directory);
    const std::size_t size = 512 + random.below(3'584);
    write(fmt::format("{}/note-{}.txt", directory, number), letter(random, size / 2) + codes(random, size - size / 2));
  }
}

}  // namespace garde::bench
