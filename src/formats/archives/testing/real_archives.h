// Archives made by the real tools, in a folder of their own, and what is found in them.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "formats/archives/reader.h"
#include "io/disk_tree.h"
#include "io/memory_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::formats::archives::testing {

class RealArchives {
 public:
  const io::testing::TemporaryFolder& folder() const { return folder_; }
  void write(std::string_view name, std::string_view content) const {
    folder_.write("source/" + std::string(name), content);
  }
  // Runs a command line in the folder of the sources; "$OUT" is the folder of the archives. Aborts when it fails.
  void run(std::string_view command) const {
    std::filesystem::create_directories(folder_ / "source");
    std::filesystem::create_directories(folder_ / "archives");
    const std::string line = fmt::format("cd '{}' && OUT='{}' && {{ {}; }} >'{}' 2>&1", (folder_ / "source").string(),
                                         (folder_ / "archives").string(), command, (folder_ / "log").string());
    if (std::system(line.c_str()) == 0) return;
    std::ifstream log(folder_ / "log");
    fail_check(std::string(command) + ": " + std::string(std::istreambuf_iterator<char>(log), {}), __FILE__, __LINE__);
  }
  std::unique_ptr<io::MemoryTree> tree() const {
    const auto disk = io::DiskTree::open((folder_ / "archives").string()).take();
    return io::MemoryTree::copy_of(*disk).take();
  }

 private:
  io::testing::TemporaryFolder folder_;
};

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }
inline void put(io::MemoryTree& tree, std::string_view path, std::string_view content) {
  const auto bytes = bytes_of(content);
  tree.put_file(path, {bytes.begin(), bytes.end()});
}

// A content that neither compresses to nothing nor not at all, the same each time.
inline std::string letter(std::size_t size, unsigned seed = 1) {
  constexpr std::string_view kWords[] = {"douleur ",  "consultation ", "du ",   "23 ",  "novembre ", "tension ",
                                         "prescrit ", "revoir ",       "mois ", "IRM ", "sans "};
  std::string text;
  while (text.size() < size) {
    seed = seed * 1'103'515'245U + 12'345U;
    text += kWords[(seed >> 16U) % std::size(kWords)];
    if ((seed >> 20U) % 7 == 0) text += fmt::format("{:x}\n", seed);
  }
  text.resize(size);
  return text;
}

// All that a verification says.
struct Verdict {
  Result<Coverage> coverage;
  std::vector<Damage> damages;

  bool is_clean() const { return coverage && damages.empty() && coverage->unjudged_count == 0; }
  bool is_found() const { return coverage && coverage->losses + coverage->decays > 0; }
  bool hits(std::string_view path) const {
    return std::ranges::any_of(damages, [&](const Damage& damage) {
      return std::ranges::any_of(damage.affected.paths, [&](const auto& one) { return one.path == path; });
    });
  }
  std::string told() const {
    if (!coverage) return describe(coverage.error());
    std::string text = fmt::format("{} units of {}, {} pieces, {} unjudged\n", coverage->units_verified,
                                   coverage->units_total, coverage->pieces_verified, coverage->unjudged_count);
    for (const Unjudged& one : coverage->unjudged)
      text += fmt::format("? {} {}: {}\n", one.container, one.piece, name(one.reason));
    for (const Damage& damage : damages)
      text += fmt::format("{} {} {} in {}: {} -> {}\n", name(damage.consequence), name(damage.kind),
                          damage.subject.name, damage.within, damage.detail,
                          damage.affected.paths.empty() ? "nobody" : damage.affected.paths.front().path);
    return text;
  }
};

inline Verdict verify(const ArchiveReader& reader, VerifyRequest request = {}) {
  Verdict verdict{Error{}, {}};
  if (request.threads == 0) request.threads = 1;
  verdict.coverage = reader.verify(request, [&](const Damage& damage) { verdict.damages.push_back(damage); });
  return verdict;
}
inline Verdict verify(const io::Tree& tree, const crypto::SecretBytes* password = nullptr, VerifyRequest request = {}) {
  auto reader = open(tree, password, 1);
  if (!reader) return {reader.error(), {}};
  return verify(**reader, request);
}

inline std::string content_of(const ArchiveReader& reader, const RestorePoint& point, std::string_view path) {
  std::string content;
  const auto read = reader.read(point, path, [&](std::span<const std::byte> bytes) -> Result<void> {
    content.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  });
  return read ? content : describe(read.error());
}

// Every entry of a restore point, a line each: type, size, path, and where a link points.
inline std::string listing_of(const ArchiveReader& reader, const RestorePoint& point) {
  std::vector<std::string> lines;
  const auto listed = reader.list(
      point,
      [&](const Node& node) -> Result<void> {
        constexpr std::string_view kTypes[] = {"file", "directory", "symlink", "other"};
        lines.push_back(fmt::format("{} {} {}{}\n", kTypes[static_cast<std::size_t>(node.type)], node.size.value,
                                    node.path, node.link_target.empty() ? "" : " -> " + node.link_target));
        return {};
      },
      [&](const Damage& damage) { lines.push_back("damage: " + damage.detail + "\n"); });
  if (!listed) return describe(listed.error());
  std::ranges::sort(lines);
  std::string all;
  for (const std::string& line : lines) all += line;
  return all;
}

}  // namespace garde::formats::archives::testing
