// Whether a journal is what was written. Trusts nothing but the bytes it is given; changes nothing.
//
// An intact journal costs a hash for each leaf and node, and one signature. Everything else here is about
// saying which entry is not intact, and reading on after it.
//
// What it cannot see: an end that was cut off between two entries, an old copy, a journal written anew with the
// same key. For those see witness.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "journal/journal.h"
#include "journal/record.h"

namespace garde::journal {

enum class DamageKind : std::uint8_t {
  malformed,      // its lines are not those of the format, and it could not be told more
  entry_changed,  // what it says is not what was sealed
  seal_changed,   // what it says is intact; the leaf or the signature below it is not
  not_signed,     // everything fits together but its signature: from here on this is not what was signed
  missing,        // entries were here once: this one, and those up to the next that is there
  out_of_place,   // an entry that belongs elsewhere or stands twice
};
std::string_view name(DamageKind kind);  // "malformed", "entry-changed"…

struct Damage {
  std::uint64_t entry = 0;   // 0 for the header
  std::uint64_t offset = 0;  // where its record starts
  DamageKind kind{};
  bool operator==(const Damage&) const = default;
};

// More is only counted: a thoroughly damaged file must not fill the memory.
constexpr std::size_t kMaxDamageListed = 1000;

// Bytes after the last whole record that end too early: what an interrupted write leaves, never acknowledged.
struct Tail {
  std::uint64_t offset = 0;
  ByteCount size;
  bool operator==(const Tail&) const = default;
};

// The longest start of the file that is whole, and as it was signed.
struct IntactStart {
  std::uint64_t entries = 0;
  std::uint64_t end = 0;        // in bytes
  crypto::Signature signature;  // the last in it
};

struct RecordPlace {
  std::uint64_t sequence = 0;
  std::uint64_t offset = 0;
  std::uint64_t entry_size = 0;  // the lines before the seal
};

struct Verification {
  std::optional<Header> header;  // nothing when it cannot be read
  crypto::Sha256Digest header_digest;
  std::vector<RecordPlace> records;  // those whose lines can be found
  // Of entries 1, 2, …: as signed where a signature says so, else as stored. Ends before the first entry
  // whose leaf cannot be told.
  std::vector<crypto::Sha256Digest> leaves;
  std::vector<Damage> damage;      // by offset; the first kMaxDamageListed
  std::uint64_t damage_count = 0;  // all of it
  std::optional<Tail> tail;
  std::optional<IntactStart> intact;  // nothing when the header is not

  bool holds() const { return damage_count == 0; }
  // The checkpoint after `size` entries; nothing when the leaves do not reach so far.
  std::optional<Checkpoint> checkpoint(std::uint64_t size) const;
  std::optional<Checkpoint> last_checkpoint() const { return checkpoint(leaves.size()); }
};

// `unsupported` when the file is a journal of a later version, `invalid_input` when it does not start like a
// journal at all, or is longer than kMaxJournal.
Result<Verification> verify(std::span<const std::byte> file);

// A verification together with the entries that can be read, those the damage speaks of included. An entry that
// was signed and yet breaks the grammar is damage too: `malformed`.
struct Contents {
  Verification verification;
  std::vector<Entry> entries;
};
Result<Contents> read(std::span<const std::byte> file);
// The same of a file that was just verified.
Contents with_entries(std::span<const std::byte> file, Verification verification);

}  // namespace garde::journal
