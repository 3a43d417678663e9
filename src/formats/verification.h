// How deep a destination is looked into, how much of it, what was reached, and what is remembered of it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/digest.h"

namespace garde::formats {

// Each level does all of those before it. Restoring and opening, the fifth, is the drill's.
enum class Level : std::uint8_t {
  listing,        // the restore points and the containers they need are there, of the right size
  structure,      // indexes and directory listings are whole, and all they refer to exists
  authenticated,  // every stored byte is the one that was written
  content,        // every file's content comes out as it went in
};
std::string_view name(Level level);

// A unit is what is read in one go and remembered: a pack, a segment, an archive, a mirrored file.
struct Everything {};
struct Sample {      // that share of the units, drawn anew for each seed
  double share = 1;  // over 0, up to 1
  std::uint64_t seed = 0;
};
struct Rotation {    // the units never verified at this level, then those verified longest ago
  double share = 1;  // of the bytes verified before; all that is new is always read
};
using Scope = std::variant<Everything, Sample, Rotation>;

// Which units were found good, how deeply, and when. The caller keeps it between runs, as bytes.
class VerificationMemory {
 public:
  // The first half of the SHA-256 of what identifies a unit and its content: it is another unit once changed.
  using Key = std::array<std::byte, 16>;

  static Key key_of(const crypto::Sha256Digest& identity);
  // When this unit was last verified at `level` or deeper.
  std::optional<Instant> verified_at(const Key& unit, Level level) const;
  void record(const Key& unit, Level level, Instant when);
  // Of a unit whose identity does not tell its content, such as a plain file: what its content was when recorded.
  void record(const Key& unit, Level level, Instant when, const crypto::Sha256Digest& content);
  std::optional<Key> content_of(const Key& unit) const;  // as key_of() its digest
  void forget(const Key& unit);
  // Drops the units that no longer exist; `present` is sorted.
  void retain(std::span<const Key> present);
  std::size_t size() const { return units_.size(); }

  std::vector<std::byte> to_bytes() const;
  static Result<VerificationMemory> parse(std::span<const std::byte> bytes);  // or `damaged`, `unsupported`
  bool operator==(const VerificationMemory&) const = default;

 private:
  struct HashKey {
    std::size_t operator()(const Key& key) const noexcept;
  };
  struct Unit {
    Instant authenticated;  // the epoch: never
    Instant content;
    Key digest{};  // zeros: none
    bool operator==(const Unit&) const = default;
  };
  std::unordered_map<Key, Unit, HashKey> units_;
};

struct Progress {
  ByteCount done{};
  ByteCount total{};  // of this run; known once the structure was read
  std::uint64_t damages = 0;
};

struct VerifyRequest {
  Level level = Level::content;
  Scope scope = Everything{};
  Instant now{};                         // what the memory notes
  VerificationMemory* memory = nullptr;  // read for a Rotation, and always written; may be null
  // Asked before each unit, from any thread: true once the time for this run is spent. The clock is the caller's.
  std::function<bool()> spent = nullptr;
  std::function<void(const Progress&)> on_progress = nullptr;  // after each unit; never by two threads at once
  std::stop_token stop = {};
  unsigned threads = 0;  // 0: as many as the computer has
};

enum class Ending : std::uint8_t {
  complete,  // everything in scope
  spent,     // the time for this run is
  stopped,   // the person asked
  changed,   // the backup program kept moving data under our eyes: what it moved was not looked at
};

enum class UnjudgedReason : std::uint8_t {
  no_password,          // encrypted, and none was given
  other_password,       // encrypted under another one
  encryption_not_read,  // whatever the password
  method_not_read,      // of compression
  version_not_read,     // of its format
  format_not_read,
  too_demanding,        // it asks for more memory than is given, or for an option that is not read
  unpacks_too_far,      // thousands of times its size
  in_several_files,     // split, or it goes on from another volume
  sparse,               // a form of its own for empty parts
  directory_too_large,  // the table of contents
  no_known_end,         // text whose program marks its end in no way that is known: it may be cut
  copied_in_use,        // a database, beside which its program left changes
  behind_its_end,       // something stands behind its end mark, which most programs pass over
};
std::string_view name(UnjudgedReason reason);

// Something of the destination that was met and on which nothing can be said: an encryption or a method that is not
// read here. While there is one, nobody may claim that everything is whole.
struct Unjudged {
  std::string container;  // an archive, a file of the destination
  std::string piece;      // what in it, a path; empty: all of it
  UnjudgedReason reason{};
  bool operator==(const Unjudged&) const = default;
};
constexpr std::size_t kMaxListedUnjudged = 50;

// What a verification reached. It says nothing of what was found: that is the damage reported meanwhile.
struct Coverage {
  Level level{};
  Ending ending{};
  ByteCount bytes_total{};  // of all units of the destination that a restore point needs
  ByteCount bytes_read{};   // read and judged in this run, listings and indexes included
  std::uint64_t units_total = 0;
  std::uint64_t units_verified = 0;  // at `level`, in this run, whatever was found in them
  ByteCount units_bytes{};           // the bytes of those
  std::uint64_t pieces_verified = 0;
  std::uint64_t losses = 0;  // damages reported, by consequence
  std::uint64_t decays = 0;
  std::uint64_t untidy = 0;
  std::uint64_t unjudged_count = 0;
  std::vector<Unjudged> unjudged = {};  // the first kMaxListedUnjudged of them
  // Read to their end, in a format that holds nothing to tell a changed byte by: plain files, tar without compression.
  ByteCount bytes_without_checksum{};
};

}  // namespace garde::formats
