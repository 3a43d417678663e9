#include "accounts/breaches/breach_corpus.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "crypto/random.h"

namespace garde::accounts {
namespace {

static_assert(std::endian::native == std::endian::little, "entries and slots are read as they lie in the file");

constexpr std::uint64_t kWholeProof = 16U << 20U;  // bytes: some milliseconds, read from a disk too
constexpr std::size_t kDrawnBuckets = 1000;
constexpr std::size_t kMaxRandomFound = 2;       // of as many random hashes; 0.0014 are expected
constexpr std::uint64_t kMaxBucket = 1U << 20U;  // entries; an even bucket holds at most some 300
constexpr std::size_t kBlockSize = 1U << 20U;    // bytes
constexpr std::array<std::string_view, 3> kKnown = {"123456", "password", "azerty"};

// Chance takes the size of a bucket further from its mean once in e^40 lists, as for the gaps.
bool is_uneven(double size, double mean) {
  const double spread = 9 * std::sqrt(mean);
  return size < mean - spread || size > mean + spread + 30;
}

std::uint64_t random_number() {
  std::array<std::uint64_t, 1> number{};
  crypto::fill_random(std::as_writable_bytes(std::span(number)));
  return number[0];
}

}  // namespace

std::string_view name(CorpusDoubt doubt) {
  switch (doubt) {
    case CorpusDoubt::none: return "none";
    case CorpusDoubt::not_a_corpus: return "not-a-corpus";
    case CorpusDoubt::unfinished: return "unfinished";
    case CorpusDoubt::wrong_size: return "wrong-size";
    case CorpusDoubt::wrong_directory: return "wrong-directory";
    case CorpusDoubt::wrong_order: return "wrong-order";
    case CorpusDoubt::uneven: return "uneven";
    case CorpusDoubt::known_missing: return "known-missing";
    case CorpusDoubt::finds_anything: return "finds-anything";
    case CorpusDoubt::wrong_content: return "wrong-content";
  }
  return "";
}

Result<BreachCorpus> BreachCorpus::open(std::unique_ptr<io::File> file, std::string subject, CorpusCheck check) {
  BreachCorpus corpus(std::move(file), std::move(subject));
  corpus.proof_.doubt = TRY(corpus.prove(check));
  corpus.proof_.entries = corpus.header_.entries;
  return corpus;
}

// Each step relies on those before it.
Result<CorpusDoubt> BreachCorpus::prove(CorpusCheck check) {
  std::array<std::byte, kCorpusHeaderSize> bytes{};
  const std::size_t size = TRY(file_->read_at(0, bytes));
  const auto header = parse_corpus_header(std::span(bytes).first(size));
  if (!header) return CorpusDoubt::not_a_corpus;
  header_ = *header;
  if (header_.state != CorpusState::complete) return CorpusDoubt::unfinished;
  if (header_.entries == 0 || file_->size().value != header_.file_size()) return CorpusDoubt::wrong_size;
  const bool whole = check == CorpusCheck::everything || header_.file_size() <= kWholeProof;
  CorpusDoubt doubt = whole ? TRY(prove_order()) : TRY(prove_directory());
  if (doubt == CorpusDoubt::none) doubt = TRY(prove_drawn_buckets());
  if (doubt == CorpusDoubt::none) doubt = TRY(prove_known());
  if (doubt == CorpusDoubt::none && check == CorpusCheck::everything) doubt = TRY(prove_content());
  return doubt;
}

Result<CorpusDoubt> BreachCorpus::prove_directory() const {
  std::vector<std::uint64_t> slots(kBlockSize / 8);
  std::uint64_t before = 0;
  for (std::uint64_t at = 0; at < header_.directory_slots(); at += slots.size()) {
    const auto part = std::span(slots).first(std::min<std::uint64_t>(slots.size(), header_.directory_slots() - at));
    TRY(io::read_exactly(*file_, subject_, header_.slot_offset(at), std::as_writable_bytes(part)));
    if (at == 0 && part.front() != 0) return CorpusDoubt::wrong_directory;
    for (const std::uint64_t slot : part) {
      if (slot < before) return CorpusDoubt::wrong_directory;
      before = slot;
    }
  }
  return before == header_.entries ? CorpusDoubt::none : CorpusDoubt::wrong_directory;
}

CorpusDoubt BreachCorpus::judge_bucket(std::span<const std::uint32_t> entries) const {
  const double mean = std::ldexp(static_cast<double>(header_.entries), -static_cast<int>(header_.bucket_bits));
  if (is_uneven(static_cast<double>(entries.size()), mean)) return CorpusDoubt::uneven;
  bool falls = false;
  for (std::size_t i = 1; i < entries.size(); ++i) falls |= remainder_of(entries[i]) <= remainder_of(entries[i - 1]);
  return falls ? CorpusDoubt::wrong_order : CorpusDoubt::none;
}

// Directory and entries side by side, a block of each in memory.
Result<CorpusDoubt> BreachCorpus::prove_order() const {
  std::vector<std::uint64_t> slots(kBlockSize / 8);
  std::vector<std::uint32_t> entries;
  const std::uint64_t buckets = header_.directory_slots() - 1;
  for (std::uint64_t first = 0; first < buckets;) {
    // As many buckets as there are slots in a block; the last slot ends the last bucket.
    const std::uint64_t count = std::min<std::uint64_t>(slots.size() - 1, buckets - first);
    const auto part = std::span(slots).first(count + 1);
    TRY(io::read_exactly(*file_, subject_, header_.slot_offset(first), std::as_writable_bytes(part)));
    if (first == 0 && part.front() != 0) return CorpusDoubt::wrong_directory;
    if (!std::ranges::is_sorted(part) || part.back() > header_.entries) return CorpusDoubt::wrong_directory;
    for (std::size_t from = 0; from < count;) {
      std::size_t to = from + 1;
      while (to < count && 4 * (part[to + 1] - part[from]) <= kBlockSize) ++to;
      if (part[to] - part[from] > kMaxBucket) return CorpusDoubt::uneven;
      entries.resize(part[to] - part[from]);
      TRY(io::read_exactly(*file_, subject_, header_.entry_offset(part[from]),
                           std::as_writable_bytes(std::span(entries))));
      for (std::size_t bucket = from; bucket < to; ++bucket) {
        const auto doubt =
            judge_bucket(std::span(entries).subspan(part[bucket] - part[from], part[bucket + 1] - part[bucket]));
        if (doubt != CorpusDoubt::none) return doubt;
      }
      from = to;
    }
    first += count;
    if (first == buckets && part.back() != header_.entries) return CorpusDoubt::wrong_directory;
  }
  return CorpusDoubt::none;
}

// In each of them a random hash is looked for too, so that none of the reads is made twice.
Result<CorpusDoubt> BreachCorpus::prove_drawn_buckets() const {
  std::vector<CorpusPlace> drawn(kDrawnBuckets);
  for (CorpusPlace& place : drawn) place = place_of(random_number(), header_.bucket_bits);
  std::ranges::sort(drawn, {}, &CorpusPlace::bucket);
  std::size_t found = 0;
  std::vector<std::uint32_t> entries;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (i == 0 || drawn[i].bucket != drawn[i - 1].bucket) {
      entries = TRY(read_bucket(drawn[i].bucket));
      if (const CorpusDoubt doubt = judge_bucket(entries); doubt != CorpusDoubt::none) return doubt;
    }
    found += std::ranges::binary_search(entries, drawn[i].remainder, {}, remainder_of) ? 1U : 0U;
  }
  return found > kMaxRandomFound ? CorpusDoubt::finds_anything : CorpusDoubt::none;
}

Result<CorpusDoubt> BreachCorpus::prove_known() const {
  for (const std::string_view known : kKnown) {
    const CorpusPlace place = place_of(key_of(crypto::sha1(std::as_bytes(std::span(known)))), header_.bucket_bits);
    const auto entries = TRY(read_bucket(place.bucket));
    if (const CorpusDoubt doubt = judge_bucket(entries); doubt != CorpusDoubt::none) return doubt;
    if (!std::ranges::binary_search(entries, place.remainder, {}, remainder_of)) return CorpusDoubt::known_missing;
  }
  return CorpusDoubt::none;
}

Result<CorpusDoubt> BreachCorpus::prove_content() const {
  crypto::Sha256 hash;
  std::vector<std::byte> block(kBlockSize);
  for (std::uint64_t at = kCorpusPage; at < header_.file_size();) {
    const auto part = std::span(block).first(std::min<std::uint64_t>(block.size(), header_.file_size() - at));
    TRY(io::read_exactly(*file_, subject_, at, part));
    hash.update(part);
    at += part.size();
  }
  return hash.finish() == header_.content_hash ? CorpusDoubt::none : CorpusDoubt::wrong_content;
}

Result<std::vector<std::uint32_t>> BreachCorpus::read_bucket(std::uint64_t bucket) const {
  std::array<std::uint64_t, 2> slots{};
  TRY(io::read_exactly(*file_, subject_, header_.slot_offset(bucket), std::as_writable_bytes(std::span(slots))));
  if (slots[0] > slots[1] || slots[1] > header_.entries || slots[1] - slots[0] > kMaxBucket)
    return Error{ErrorKind::damaged, subject_, header_.slot_offset(bucket), "a directory that falls"};
  std::vector<std::uint32_t> entries(slots[1] - slots[0]);
  TRY(io::read_exactly(*file_, subject_, header_.entry_offset(slots[0]), std::as_writable_bytes(std::span(entries))));
  return entries;
}

Result<std::optional<unsigned>> BreachCorpus::find(const CorpusPlace& place) const {
  const auto entries = TRY(read_bucket(place.bucket));
  if (judge_bucket(entries) != CorpusDoubt::none)
    return Error{ErrorKind::damaged, subject_, header_.slot_offset(place.bucket), "a bucket that is not in order"};
  const auto found = std::ranges::lower_bound(entries, place.remainder, {}, remainder_of);
  if (found == entries.end() || remainder_of(*found) != place.remainder) return std::optional<unsigned>();
  return std::optional(log2_count_of(*found));
}

Result<std::vector<std::optional<unsigned>>> BreachCorpus::look_up(std::span<const crypto::Sha1Digest> hashes) const {
  GARDE_CHECK(proof_.established());
  std::vector<std::size_t> order(hashes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return key_of(hashes[i]); });
  std::vector<std::optional<unsigned>> counts(hashes.size());
  for (const std::size_t i : order) counts[i] = TRY(find(place_of(key_of(hashes[i]), header_.bucket_bits)));
  return counts;
}

}  // namespace garde::accounts
