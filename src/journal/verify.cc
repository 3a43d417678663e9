#include "journal/verify.h"

#include <algorithm>

#include "base/hex.h"
#include "journal/frame.h"
#include "journal/merkle.h"

namespace garde::journal {
namespace {

using crypto::Sha256Digest;
using crypto::Signature;
using crypto::SignatureMatch;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }
std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Whether these are the digits of the digest: what parse_lower_hex would tell, without the copies.
bool spells(std::string_view digits, const Sha256Digest& digest) {
  const auto* digit = digits.begin();
  for (const std::byte byte : digest.bytes) {
    if (*digit++ != kHexDigits[std::to_integer<std::size_t>(byte) >> 4U]) return false;
    if (*digit++ != kHexDigits[std::to_integer<std::size_t>(byte) & 15U]) return false;
  }
  return true;
}

// Reads a file from front to back, then asks the last signature. Only where something does not fit are earlier
// signatures asked, to tell which side of the contradiction is the true one.
class Verifier {
 public:
  explicit Verifier(std::string_view file) : file_(file) {}

  Result<Verification> run() {
    TRY(read_header());
    while (offset_ < file_.size() && !result_.tail) read_record();
    judge_signatures();
    std::ranges::stable_sort(result_.damage, {}, &Damage::entry);
    return std::move(result_);
  }

 private:
  void add_damage(std::uint64_t entry, std::uint64_t offset, DamageKind kind) {
    first_damaged_ = std::min(first_damaged_, entry);
    ++result_.damage_count;
    if (result_.damage.size() < kMaxDamageListed) result_.damage.push_back({entry, offset, kind});
  }

  // While reading: once for each entry, the first reason found.
  void report(std::uint64_t entry, std::uint64_t offset, DamageKind kind) {
    if (last_reported_ && entry <= *last_reported_) return;
    last_reported_ = entry;
    add_damage(entry, offset, kind);
  }

  // After reading: perhaps before an entry that was reported.
  void report_not_signed(std::uint64_t entry) {
    if (std::ranges::find(result_.damage, entry, &Damage::entry) != result_.damage.end()) return;
    add_damage(entry, entry == 0 ? 0 : result_.records[entry - 1].offset, DamageKind::not_signed);
  }

  Result<void> read_header() {
    const auto frame = header_frame(file_);
    if (!frame) return Error{ErrorKind::invalid_input, "journal", 0, "does not start like a journal"};
    auto header = decode_header(frame->lines);
    if (!header && header.error().kind == ErrorKind::unsupported) return header.error();
    result_.header_digest = crypto::sha256(bytes_of(frame->lines));
    signatures_.push_back(frame->signature);
    ends_.push_back(frame->end);
    offset_ = frame->end;
    if (header) {
      result_.header = *header;
      if (!frame->seal_is_whole) report(0, 0, DamageKind::seal_changed);
    } else {
      report(0, 0, DamageKind::malformed);
    }
    return {};
  }

  void read_record() {
    const std::uint64_t expected = read_ + 1;
    const auto frame = frame_to_blank_line(file_, offset_);
    if (!frame && is_unfinished(file_.substr(offset_), expected)) {
      result_.tail = Tail{offset_, {file_.size() - offset_}};
      return;
    }
    // Sound in itself: its lines are those that were sealed.
    if (frame && frame->seal_is_whole && frame->sequence) {
      const Sha256Digest leaf = hasher_.leaf(bytes_of(frame->entry));
      if (spells(frame->leaf, leaf)) return read_sound(*frame, leaf, expected);
    }
    read_unsound(frame_to_next_entry(file_, offset_, expected), expected);
  }

  void read_sound(const Frame& frame, const Sha256Digest& leaf, std::uint64_t expected) {
    if (*frame.sequence < expected) {
      report(expected, frame.offset, DamageKind::out_of_place);
      offset_ = frame.end;
      return;
    }
    if (*frame.sequence > expected) {
      report(expected, frame.offset, DamageKind::missing);
      tree_is_known_ = false;
    } else if (frame.previous != signatures_.back()) {
      judge_copy(frame, expected);
    }
    accept(frame, *frame.sequence, leaf);
  }

  // A sound entry repeats another signature than the one that stands before it: one of the two was changed.
  void judge_copy(const Frame& frame, std::uint64_t expected) {
    if (tree_is_known_ && is_signed(read_, tree_.root(), frame.previous)) {
      report(read_, result_.records.empty() ? 0 : result_.records.back().offset, DamageKind::seal_changed);
      signatures_.back() = frame.previous;
    } else {
      report(expected, frame.offset, DamageKind::not_signed);
    }
  }

  // The lines and the leaf below them contradict each other; the signature says which of them is the true one.
  void read_unsound(const Frame& frame, std::uint64_t expected) {
    const Sha256Digest computed = hasher_.leaf(bytes_of(frame.entry));
    const auto stored = parse_lower_hex<Sha256Digest>(frame.leaf);
    const auto is_signed_with = [&](const Sha256Digest& leaf) {
      return tree_is_known_ && is_signed(expected, tree_.root_with(leaf), frame.signature);
    };
    const bool lines_are_sealed = stored == computed || is_signed_with(computed);
    if (lines_are_sealed && frame.sequence == expected) {
      report(expected, frame.offset, DamageKind::seal_changed);
      accept(frame, expected, computed);
    } else if (stored && is_signed_with(*stored)) {
      report(expected, frame.offset, DamageKind::entry_changed);
      accept(frame, expected, stored);
    } else {
      report(expected, frame.offset, DamageKind::malformed);
      accept(frame, expected, std::nullopt);
    }
  }

  void accept(const Frame& frame, std::uint64_t sequence, const std::optional<Sha256Digest>& leaf) {
    read_ = sequence;
    offset_ = frame.end;
    result_.records.push_back({sequence, frame.offset, frame.entry.size()});
    signatures_.push_back(frame.signature);
    ends_.push_back(frame.end);
    if (!leaf) tree_is_known_ = false;
    if (!tree_is_known_) return;
    tree_.add(*leaf);
    result_.leaves.push_back(*leaf);
  }

  bool is_signed(std::uint64_t size, const Sha256Digest& root, std::string_view digits) const {
    const auto signature = parse_lower_hex<Signature>(digits);
    if (!result_.header || !signature) return false;
    const std::string text = encode_checkpoint({result_.header_digest, size, root});
    return verify_signature(result_.header->key, bytes_of(text), *signature) == SignatureMatch::yes;
  }

  // Whether the signature stored after `size` entries is one of the leaves before it.
  bool is_signed_at(std::uint64_t size) {
    const Sha256Digest root = size == tree_.size() ? tree_.root() : root_of(std::span(result_.leaves).first(size));
    return is_signed(size, root, signatures_[size]);
  }

  // The last signature covers every leaf before it. Where it does not fit, the first one that does not is
  // found by halving: a signature that fits vouches for all entries before it.
  void judge_signatures() {
    const std::uint64_t last = result_.leaves.size();
    std::uint64_t good = last;
    if (!is_signed_at(last)) {
      if (!is_signed_at(0)) {
        report_not_signed(0);
        return;
      }
      good = 0;
      for (std::uint64_t bad = last; bad - good > 1;) {
        const std::uint64_t middle = good + (bad - good) / 2;
        (is_signed_at(middle) ? good : bad) = middle;
      }
      report_not_signed(good + 1);
    }
    if (first_damaged_ <= good) good = first_damaged_ == 0 ? 0 : first_damaged_ - 1;
    if (first_damaged_ > 0 && is_signed_at(good))
      result_.intact = IntactStart{good, ends_[good], *Signature::parse(signatures_[good])};
  }

  std::string_view file_;
  std::uint64_t offset_ = 0;
  Verification result_;
  TreeHasher hasher_;
  MerkleTree tree_;
  bool tree_is_known_ = true;  // while every leaf so far is
  std::uint64_t read_ = 0;     // the number of the last record read
  std::uint64_t first_damaged_ = UINT64_MAX;
  std::optional<std::uint64_t> last_reported_;
  std::vector<std::string_view> signatures_;  // [n]: the digits stored after n records
  std::vector<std::uint64_t> ends_;           // [n]: where the n-th record ends
};

}  // namespace

std::string_view name(DamageKind kind) {
  switch (kind) {
    case DamageKind::malformed: return "malformed";
    case DamageKind::entry_changed: return "entry-changed";
    case DamageKind::seal_changed: return "seal-changed";
    case DamageKind::not_signed: return "not-signed";
    case DamageKind::missing: return "missing";
    case DamageKind::out_of_place: return "out-of-place";
  }
  GARDE_CHECK(false);
}

std::optional<Checkpoint> Verification::checkpoint(std::uint64_t size) const {
  if (size > leaves.size()) return std::nullopt;
  return Checkpoint{header_digest, size, root_of(std::span(leaves).first(size))};
}

Result<Verification> verify(std::span<const std::byte> file) {
  if (file.size() > kMaxJournal.value)
    return Error{ErrorKind::invalid_input, "journal", kMaxJournal.value, "longer than 256 MiB"};
  return Verifier(text_of(file)).run();
}

Result<Contents> read(std::span<const std::byte> file) { return with_entries(file, TRY(verify(file))); }

Contents with_entries(std::span<const std::byte> file, Verification verified) {
  Contents contents{std::move(verified), {}};
  Verification& verification = contents.verification;
  for (const RecordPlace& place : verification.records) {
    auto entry = decode_entry(text_of(file.subspan(place.offset, place.entry_size)));
    const bool is_as_sealed =
        std::ranges::find(verification.damage, place.sequence, &Damage::entry) == verification.damage.end();
    if (entry && entry->sequence == place.sequence &&
        (!verification.header || entry->exercise == verification.header->exercise)) {
      contents.entries.push_back(*std::move(entry));
    } else if (is_as_sealed) {
      ++verification.damage_count;
      if (verification.damage.size() < kMaxDamageListed)
        verification.damage.push_back({place.sequence, place.offset, DamageKind::malformed});
    }
  }
  std::ranges::stable_sort(verification.damage, {}, &Damage::entry);
  return contents;
}

}  // namespace garde::journal
