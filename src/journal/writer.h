// Adding entries to a journal, one writer at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "io/durable_file.h"
#include "journal/merkle.h"
#include "journal/verify.h"

namespace garde::journal {

// Inside the folder of one journal.
std::filesystem::path journal_file(const std::filesystem::path& folder);
std::filesystem::path key_file(const std::filesystem::path& folder);

struct NewJournal {
  JournalId id;
  Instant created;
  Exercise exercise{};
};

// The entry that stands in the place of bytes an interrupted write left.
inline constexpr std::string_view kTornTailKind = "torn-tail";

// For one thread. All calls fail with no_space or unreadable when the medium does.
class Writer {
 public:
  // Makes the key and the empty journal in an existing folder. `conflict` when it holds one.
  static Result<Writer> create(const std::filesystem::path& folder, const NewJournal& journal);

  // Asked about what was found before anything of it is replaced; its error is that of opening.
  using Accept = std::function<Result<void>(const Verification& found)>;

  // Opens the journal for adding, and checks all of it. A torn tail is replaced by an entry of kind torn-tail,
  // entered at `now`, before this returns. Fails as
  //   not_found     no journal, or its key is gone
  //   busy          somebody else is writing
  //   damaged       not intact before its last record, or the key is another's: read it, start a new one
  //   unsupported   of a later version
  static Result<Writer> open(const std::filesystem::path& folder, Instant now, const Accept& accept = {});

  // Adds an entry and returns it once it is on the medium. `invalid_input` (record.h) changes nothing. After any
  // other error this writer adds nothing more: the file was cut back as far as the system let us, and a new
  // open tells what it holds.
  Result<Entry> append(Draft draft);

  const Header& header() const { return header_; }
  // Those there were when it was opened, and the one that replaced a torn tail.
  const std::vector<Entry>& entries_at_opening() const { return entries_at_opening_; }
  // The tail that opening replaced: how many bytes, and where.
  const std::optional<Tail>& torn_tail() const { return torn_tail_; }
  Checkpoint checkpoint();  // of all entries so far

 private:
  Writer(io::DurableFile file, crypto::SigningKey key, Header header, const crypto::Sha256Digest& header_digest)
      : file_(std::move(file)), key_(std::move(key)), header_(std::move(header)), header_digest_(header_digest) {}
  Result<void> replace_tail(std::span<const std::byte> tail, Instant now);

  io::DurableFile file_;
  crypto::SigningKey key_;
  Header header_;
  crypto::Sha256Digest header_digest_;
  MerkleTree tree_;
  TreeHasher hasher_;
  crypto::Signature last_signature_;
  std::uint64_t end_ = 0;  // of the last acknowledged record
  bool failed_ = false;
  std::optional<Tail> torn_tail_;
  std::vector<Entry> entries_at_opening_;
};

}  // namespace garde::journal
