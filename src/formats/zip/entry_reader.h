// The entries of a zip, one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/secret.h"
#include "formats/zip/directory.h"

struct libdeflate_decompressor;

namespace garde::formats::zip {

// Entries up to here, stored and unpacked, are decoded in one step; larger ones in pieces, which is slower.
constexpr ByteCount kMaxDecodedWhole = 8_MiB;
constexpr ByteCount kDecodedWholeOnAllThreads = 24_MiB;

// For one thread; keep it. All arguments must outlive it; `password` may be null.
class EntryReader {
 public:
  EntryReader(const io::File& file, const Directory& directory, const crypto::SecretBytes* password,
              ByteCount max_decoded_whole);

  struct Outcome {
    std::optional<archives::Flaw> flaw;           // `member` is left empty
    std::optional<UnjudgedReason> unjudged = {};  // why nothing can be said of it; nothing when something can
    // Told before anything was decoded.
    bool is_wrong_password() const {
      return unjudged == UnjudgedReason::no_password || unjudged == UnjudgedReason::other_password;
    }
  };
  // At Level::structure its local header alone, from Level::authenticated on its content too. The content goes to
  // `on_content` in pieces as it comes, before it is known to be right. An Error is one of on_content's.
  Result<Outcome> check(const Entry& entry, Level level, const OnContent& on_content = nullptr);
  // As check, and of a large entry only what tells a wrong password.
  Result<Outcome> try_password(const Entry& entry);
  // The content, each byte verified before it is handed over.
  Result<void> read(const Entry& entry, const OnContent& on_content);

  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  struct Local {
    std::uint64_t data = 0;   // where what is stored begins
    std::string contradicts;  // what it says otherwise than the directory
  };
  struct Stored;  // what is stored of an entry, decrypted, in pieces

  // Bytes of the file, fewer where it ends; valid until the next call.
  Result<std::span<const std::byte>> view(std::uint64_t offset, std::size_t size);
  // Its local header, or the flaw that hides the entry.
  Result<Local> find_data(const Entry& entry, std::optional<archives::Flaw>& flaw);
  bool is_decoded_whole(const Entry& entry) const;
  Result<Outcome> decode(const Entry& entry, std::uint64_t data, const OnContent& on_content);
  Result<std::optional<archives::Flaw>> decode_whole(const Entry& entry, Stored& stored, const OnContent& on_content);
  Result<std::optional<archives::Flaw>> decode_in_pieces(const Entry& entry, Stored& stored,
                                                         const OnContent& on_content);
  // What follows the content of an entry that was written to a stream; true when it agrees or is not there.
  Result<bool> descriptor_agrees(const Entry& entry, std::uint64_t at);

  struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const;
  };
  const io::File& file_;
  const Directory& directory_;
  const crypto::SecretBytes* password_;
  const ByteCount max_decoded_whole_;
  std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor_;
  std::vector<std::byte> window_;  // of the file
  std::uint64_t window_offset_ = 0;
  std::size_t window_size_ = 0;
  std::size_t read_ahead_ = 0;
  std::vector<std::byte> decrypted_;
  std::vector<std::byte> content_;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace garde::formats::zip
