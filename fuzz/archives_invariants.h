// What holds of every archive file, whatever its bytes: checked by the fuzz targets of each format.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "formats/archives/reader.h"
#include "io/memory_tree.h"

namespace garde::fuzz {

// An archive whose verification finds nothing wrong gives every listed file, with the size it was listed with.
inline void check_archive(std::string_view name, const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCap = std::size_t{1} << 16U;  // real members are small; this is long enough for several
  constexpr std::uint64_t kMaxUnpacked = 32U << 20U;   // a bomb is worth no more of the fuzzer's time
  const auto bytes = std::as_bytes(std::span(data, std::min(size, kCap)));
  io::MemoryTree tree;
  tree.put_file(name, {bytes.begin(), bytes.end()});
  const auto password = crypto::SecretBytes::copy_of("sesame");
  auto opened = formats::archives::open(tree, &password, 1);
  if (!opened) return;
  const auto& reader = **opened;
  const auto points = reader.restore_points([](const formats::Damage&) {});
  GARDE_CHECK(points && points->size() == 1);

  std::vector<formats::Node> nodes;
  std::uint64_t unpacked = 0;
  const auto listed = reader.list(
      points->front(),
      [&](const formats::Node& node) -> Result<void> {
        GARDE_CHECK(!node.path.empty() && io::is_tree_path(node.path));
        unpacked += std::min(node.size.value, kMaxUnpacked + 1);
        if (nodes.size() < 64) nodes.push_back(node);
        return {};
      },
      [](const formats::Damage&) {});
  if (unpacked > kMaxUnpacked) return;
  std::uint64_t losses = 0;
  const auto coverage =
      reader.verify({.level = formats::Level::content, .threads = 1}, [&](const formats::Damage& damage) {
        if (damage.consequence == formats::Consequence::loss) GARDE_CHECK(!damage.affected.paths.empty());
        losses += damage.consequence == formats::Consequence::loss ? 1 : 0;
      });
  GARDE_CHECK(coverage && coverage->losses == losses);
  const bool is_clean = losses == 0 && coverage->unjudged_count == 0 && coverage->untidy == 0;
  if (is_clean) GARDE_CHECK(listed.has_value());
  for (const formats::Node& node : nodes) {
    if (node.type != formats::NodeType::file) continue;
    std::uint64_t given = 0;
    const auto read = reader.read(points->front(), node.path, [&](std::span<const std::byte> piece) -> Result<void> {
      given += piece.size();
      return {};
    });
    if (is_clean) GARDE_CHECK(read && given == node.size.value);
  }
}

}  // namespace garde::fuzz
