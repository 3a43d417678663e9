#include "restorer/dump_parts.h"

#include <algorithm>
#include <array>

#include "formats/archives/plain_stream.h"

namespace garde::restorer {
namespace {

using backups::OpeningReason;
using formats::archives::PlainStream;

std::string beside(const std::string& path, std::string_view name) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string(name) : path.substr(0, slash + 1).append(name);
}

// Rows that were copied out end so; those written as statements have no end.
std::optional<OpeningReason> flaw_of(const io::File& file, bool is_table) {
  std::array<std::byte, 6> first{};
  const auto got = file.read_at(0, first);
  if (!got) return OpeningReason::unreadable;
  PlainStream stream(file, formats::archives::compression_of(std::span<const std::byte>(first).first(*got)));
  std::string head;
  std::string tail;
  constexpr std::size_t kTail = 16;
  for (auto piece = stream.next(); !piece.empty(); piece = stream.next()) {
    const std::string_view text(reinterpret_cast<const char*>(piece.data()), piece.size());
    if (head.size() < kTail) head += text.substr(0, kTail - head.size());
    tail += text.substr(text.size() - std::min(text.size(), kTail));
    tail.erase(0, tail.size() - std::min(tail.size(), kTail));
  }
  if (stream.flaw()) return OpeningReason::cannot_decompress;
  const bool has_end = !is_table || head.starts_with("INSERT ") || tail.find("\\.\n") != std::string::npos;
  if (!stream.unjudged() && !has_end) return OpeningReason::truncated;
  return std::nullopt;
}

}  // namespace

bool is_contents_of_parts(const io::Tree& scratch, const std::string& path) {
  const auto file = scratch.open(path, io::Access::sequential);
  if (!file) return false;
  std::array<std::byte, 16> first{};
  const std::size_t got = (*file)->read_at(0, first).value_or(0);
  return formats::dumps::dump_kind_of(std::span<const std::byte>(first).first(got)) ==
         formats::dumps::DumpKind::postgresql_parts;
}

std::optional<PartFlaw> check_parts(const io::Tree& scratch, const std::string& path,
                                    const std::function<bool(const std::string& path)>& is_expected) {
  const auto flaw = [](const std::string& of, OpeningReason reason, std::string part = "") {
    return PartFlaw{of, {.path = of, .reason = reason, .part = std::move(part)}};
  };
  const auto contents_file = scratch.open(path, io::Access::sequential);
  const auto contents = contents_file ? formats::dumps::contents_of(**contents_file) : std::nullopt;
  if (!contents) return flaw(path, OpeningReason::contents_damaged);
  for (const auto& part : contents->parts) {
    const std::string plain = beside(path, part.name);
    std::optional<std::string> found;
    for (const auto* ending : {"", ".gz", ".lz4", ".zst"})
      if (!found && scratch.stat(plain + ending)) found = plain + ending;
    if (!found && is_expected(plain)) return flaw(path, OpeningReason::contents_damaged, part.name);
    if (!found || found->ends_with(".lz4")) continue;
    const auto file = scratch.open(*found, io::Access::sequential);
    const auto wrong = file ? flaw_of(**file, part.is_table) : OpeningReason::unreadable;
    if (wrong) return flaw(*found, *wrong);
  }
  return std::nullopt;
}

}  // namespace garde::restorer
