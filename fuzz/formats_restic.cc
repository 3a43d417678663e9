// What a restic repository says once it is decrypted, and its key file, which is not encrypted. The first byte of an
// input tells which: k(ey), c(onfig), s(napshot), i(ndex), t(ree), h(eader of a pack).
//
// Whatever the bytes: no crash; read in two pieces, the same is understood; what is kept is safe to use.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/result.h"
#include "formats/restic/blob_index.h"
#include "formats/restic/config_file.h"
#include "formats/restic/index_file.h"
#include "formats/restic/key_file.h"
#include "formats/restic/pack_header.h"
#include "formats/restic/snapshot_file.h"
#include "formats/restic/tree_file.h"

namespace {

using namespace garde;
using namespace garde::formats;
using namespace garde::formats::restic;
using Bytes = std::span<const std::byte>;

// Whether the document is taken, fed in two pieces.
bool feed(JsonVisitor& visitor, Bytes bytes, std::size_t cut) {
  JsonParser parser(visitor);
  return parser.feed(bytes.first(cut)) && parser.feed(bytes.subspan(cut)) && parser.finish();
}

std::string config_in(Bytes bytes, std::size_t cut) {
  ConfigVisitor visitor;
  if (!feed(visitor, bytes, cut) || !visitor.is_complete()) return "refused";
  return fmt::format("{} {}", *visitor.version, visitor.id);
}

std::string snapshot_in(Bytes bytes, std::size_t cut) {
  SnapshotVisitor visitor;
  if (!feed(visitor, bytes, cut) || !visitor.is_complete()) return "refused";
  std::string told = fmt::format("{} {} {}", to_iso(visitor.point.time), visitor.tree->hex(), visitor.point.host);
  for (const std::string& path : visitor.point.paths) told += ' ' + path;
  return told;
}

std::string tree_in(Bytes bytes, std::size_t cut) {
  std::string told;
  TreeVisitor visitor([&](const TreeNode& node) {
    const bool leads_out = node.name.empty() || node.name == "." || node.name == ".." ||
                           node.name.find('/') != std::string::npos || node.name.find('\0') != std::string::npos;
    GARDE_CHECK(!leads_out || !node.problem.empty());
    told += fmt::format("{} {} {} {}\n", node.name, node.size, node.content.size(), to_iso(node.modified()));
    return true;
  });
  return feed(visitor, bytes, cut) ? told : "refused";
}

std::string index_in(Bytes bytes, std::size_t cut) {
  BlobIndexBuilder builder;
  IndexFileVisitor visitor(builder);
  if (!feed(visitor, bytes, cut)) return "refused";
  const BlobIndex index(std::move(builder));
  std::size_t blobs = 0;
  std::string told;
  for (const Pack& pack : index.packs()) {
    blobs += index.blobs_of(pack).size();
    told += fmt::format("{} {}\n", pack.id.hex(), index.expected_size(pack));
  }
  GARDE_CHECK(blobs == index.blobs().size());
  return told;
}

void check_header(Bytes bytes) {
  const auto blobs = parse_pack_header(bytes);
  if (!blobs) return;
  std::size_t size = 0;
  for (const Blob& blob : *blobs) size += header_entry_size(blob);
  GARDE_CHECK(size == bytes.size());
}

void check_key(Bytes bytes) {
  const auto key = parse_key_file(bytes);
  if (!key) return;
  GARDE_CHECK(!key->salt.empty() && !key->data.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxInput = 64U << 10U;
  if (size < 2 || size > kMaxInput) return 0;
  const Bytes bytes = std::as_bytes(std::span(data, size)).subspan(1);
  const std::size_t cut = (data[size - 1] * std::size_t{257}) % bytes.size();
  const auto same = [&](auto read) { GARDE_CHECK(read(bytes, bytes.size()) == read(bytes, cut)); };
  switch (data[0]) {
    case 'k': check_key(bytes); break;
    case 'c': same(config_in); break;
    case 's': same(snapshot_in); break;
    case 'i': same(index_in); break;
    case 't': same(tree_in); break;
    case 'h': check_header(bytes); break;
    default: break;
  }
  return 0;
}
