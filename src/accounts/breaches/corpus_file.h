// A breach corpus while it is written: directory and entries grow side by side.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

#include "accounts/breaches/breach_format.h"
#include "base/result.h"

namespace garde::accounts {

class CorpusFile {
 public:
  // Opens `path` to write on: the file of an interrupted build of this very source, else a new one for about
  // `estimated_entries`.
  static Result<CorpusFile> open(const std::filesystem::path& path, std::uint64_t source_size,
                                 std::int64_t source_modified, std::uint64_t estimated_entries);

  // Where an interrupted build stopped; of a new file, the beginning.
  const CorpusCheckpoint& checkpoint() const { return header_.checkpoint; }
  std::uint64_t entries() const { return header_.entries; }
  std::uint64_t joined() const { return joined_; }  // keys that shared an entry with the one before

  Result<void> add(std::uint64_t key, unsigned log2_count);  // keys never fall
  // Writes everything so far and how to go on from here; its `joined` and `slots` are filled in.
  Result<void> save(CorpusCheckpoint checkpoint);
  // Writes the rest of the directory, reads all of it back for its hash, and marks it complete.
  Result<void> complete();

 private:
  CorpusFile(std::filesystem::path path, std::fstream stream, const CorpusHeader& header);
  Error error() const;
  Result<void> begin_buckets(std::uint64_t before);
  Result<void> write_entries();
  Result<void> write_slots();
  Result<void> write_header();
  Result<void> write_at(std::uint64_t offset, std::span<const std::byte> bytes);
  Result<void> read_at(std::uint64_t offset, std::span<std::byte> bytes);
  Result<crypto::Sha256Digest> hash_of_content();

  std::filesystem::path path_;
  std::fstream stream_;
  CorpusHeader header_;
  std::uint64_t joined_ = 0;
  std::vector<std::uint64_t> slots_;  // the last before next_slot_, not yet written
  std::uint64_t next_slot_ = 0;
  std::vector<std::uint32_t> entries_;  // the last of header_.entries; the very last stays here, it may still be joined
};

}  // namespace garde::accounts
