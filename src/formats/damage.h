// What can be wrong with a backup destination. Damage is a value that is reported and read past; a call fails
// with an Error only when nothing can be said at all (no such repository, wrong password, disk pulled out).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace garde::formats {

enum class DamageKind : std::uint8_t {
  missing,               // referred to, and not there
  truncated,             // ends before its end
  unreadable,            // the medium refuses the bytes, twice
  wrong_hash,            // its content is not the one its name promises
  fails_authentication,  // changed, or written by somebody without the key
  cannot_decompress,     // authentic, and its compressed form is broken
  malformed,             // not of the form its format prescribes
  size_mismatch,         // its pieces do not add up to the size on record
  inconsistent,          // two records of the same thing contradict each other
  zero_filled,           // a tool once replaced lost content by zeros
  read_error_at_backup,  // the program that made the backup could not read the source
  unstable,              // wrong when first read, right when read again: the hardware is not to be trusted
  duplicate,             // stored more than once
  unreferenced,          // stored, and no restore point needs it
};
std::string_view name(DamageKind kind);

enum class Consequence : std::uint8_t {
  loss,    // something cannot be restored as it was
  decay,   // bytes are wrong, and everything can still be restored: the medium or the program is not to be trusted
  untidy,  // costs space, nothing else
};
std::string_view name(Consequence consequence);
// What a kind usually means; a reader that knows better says so in the Damage.
Consequence usual_consequence(DamageKind kind);

enum class SubjectKind : std::uint8_t {
  settings,       // what describes the destination itself: restic's and Borg's config
  key,            // a key file
  restore_point,  // the record of one
  index,          // where the pieces are
  container,      // a file that holds pieces: pack, segment, zip, dump
  piece,          // a blob, a chunk, an entry of an archive
  directory,      // the listing of one
  file,           // one restored file
};
std::string_view name(SubjectKind kind);

struct Subject {
  SubjectKind kind{};
  std::string name;  // as the format names it: a hexadecimal id, a path (bytes, not always UTF-8)
  bool operator==(const Subject&) const = default;
};

// What a person loses by it. Lists are cut, counts are not.
struct Affected {
  struct Path {
    std::string path;           // within the restore point; a directory ends with '/' and means all that is below
    std::string restore_point;  // id of the newest one in which it is hit
    bool operator==(const Path&) const = default;
  };
  std::vector<Path> paths;
  std::uint64_t path_count = 0;             // distinct paths over all restore points
  std::vector<std::string> restore_points;  // ids, newest first
  std::uint64_t restore_point_count = 0;
  bool operator==(const Affected&) const = default;
};
// A badly damaged destination must not exhaust memory.
constexpr std::size_t kMaxListedPaths = 50;          // for each damage
constexpr std::size_t kMaxListedRestorePoints = 50;  // for each damage

struct Damage {
  DamageKind kind{};
  Consequence consequence{};
  Subject subject;
  std::string within;                   // the container of a piece, when there is one
  std::optional<std::uint64_t> offset;  // in bytes, in `within` or else in the subject itself
  std::uint64_t pieces = 1;             // how many pieces this one value speaks for
  std::string detail;                   // English, for the log
  Affected affected;
  bool operator==(const Damage&) const = default;
};

// Never called by two threads at once.
using OnDamage = std::function<void(const Damage&)>;

}  // namespace garde::formats
