#include "accounts/breaches/breach_build.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <system_error>

#include "accounts/breaches/corpus_file.h"

namespace garde::accounts {
namespace {

constexpr std::uint64_t kEntriesBetweenSaves = 1U << 24U;  // 64 MiB
constexpr unsigned kLargestLog2 = (1U << kCountBits) - 1;

// Hashes are spread evenly, so a wide gap is a part that is missing.
class Gaps {
 public:
  explicit Gaps(const CorpusCheckpoint& from) : last_(from.last ? key_of(*from.last) : 0), widest_(from.widest_gap) {}

  void pass(std::uint64_t key) {
    widest_ = std::max(widest_, key - last_);
    last_ = key;
  }
  std::uint64_t widest() const { return widest_; }
  // By chance once in e^40 lists.
  bool has_hole(std::uint64_t entries) const {
    const std::uint64_t widest = std::max(widest_, ~std::uint64_t{0} - last_);
    const auto count = static_cast<double>(entries);
    return static_cast<double>(widest) > std::exp2(64) * (std::log(count) + 40) / count;
  }

 private:
  std::uint64_t last_;
  std::uint64_t widest_;
};

}  // namespace

Result<CorpusBuilt> build_corpus(const LeakSource& source, const std::filesystem::path& output,
                                 const std::function<void(std::uint64_t)>& on_lines) {
  const std::filesystem::path partial = output.string() + ".partial";
  CorpusFile file = TRY(CorpusFile::open(partial, source.size(), source.modified(), source.estimated_entries()));
  const CorpusCheckpoint start = file.checkpoint();
  CorpusBuilt built{.entries = 0, .lines = start.lines, .resumed_after = start.lines};
  Gaps gaps(start);
  std::uint64_t saved = file.entries();

  const auto save = [&](const SourcePosition& at) {
    saved = file.entries();
    CorpusCheckpoint checkpoint = start;
    checkpoint.next = at.next;
    checkpoint.lines = at.lines;
    checkpoint.last = at.last;
    checkpoint.widest_gap = gaps.widest();
    return file.save(checkpoint);
  };
  SourcePosition reached{start.next, start.lines, start.last};
  const auto read =
      source.read(reached, [&](std::span<const LeakedHash> hashes, const SourcePosition& after) -> Result<void> {
        for (const LeakedHash& leaked : hashes) {
          const std::uint64_t key = key_of(leaked.hash);
          gaps.pass(key);
          TRY(file.add(key, std::min(kLargestLog2, static_cast<unsigned>(std::bit_width(leaked.count)) - 1)));
        }
        if (file.entries() > kMaxCorpusEntries)
          return Error{ErrorKind::invalid_input, source.path(), std::nullopt, "too many entries"};
        reached = after;
        built.lines = after.lines;
        on_lines(after.lines);
        if (file.entries() - saved >= kEntriesBetweenSaves) TRY(save(after));
        return {};
      });
  std::error_code code;
  const auto refuse = [&](Error error) {
    std::filesystem::remove(partial, code);
    return error;
  };
  if (!read && read.error().kind == ErrorKind::invalid_input) return refuse(read.error());
  if (!read) {
    // A range that is not there yet, a disk pulled out: what was read so far is kept.
    if (file.entries() > 0) TRY(save(reached));
    return read.error();
  }
  const std::uint64_t keys = file.entries() + file.joined();
  if (keys == 0) return refuse({ErrorKind::invalid_input, source.path(), std::nullopt, "an empty list"});
  if (gaps.has_hole(keys))
    return refuse({ErrorKind::invalid_input, source.path(), std::nullopt, "a part of the list is missing"});
  built.entries = file.entries();
  TRY(file.complete());
  std::filesystem::rename(partial, output, code);
  if (code) return Error{ErrorKind::unreadable, output.string(), std::nullopt, code.message()};
  return built;
}

}  // namespace garde::accounts
