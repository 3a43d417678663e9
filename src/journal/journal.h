// An append-only record of what happened, kept so that a change shows.
//
// A journal is one file: a header, then entries, each followed by its seal. An entry is a leaf of a Merkle
// tree; its seal signs the tree as it then is. Nothing is ever taken back: a correction is a new entry. What
// that proves and what only a witness kept elsewhere proves: docs/formats/journal.md.
//
//   record.h   an entry as bytes, and back
//   verify.h   whether a file is what was written, and which entry is not
//   witness.h  the line of words a person keeps elsewhere
//   writer.h   adding an entry, durably
//   export.h   the files that let other people's tools verify it
//
// This folder knows no subject: what a kind or a field means is its user's affair.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_count.h"
#include "base/id.h"
#include "base/instant.h"
#include "crypto/digest.h"
#include "crypto/signature.h"

namespace garde::journal {

using JournalId = Id<struct JournalTag>;
using Kind = Id<struct KindTag>;
using FieldId = Id<struct FieldTag>;

// An entry as it stands in the file, without its seal: thirty pages of text. What is longer is an attachment.
constexpr ByteCount kMaxEntry = 64_KiB;
// Names and the values of fields: one line.
constexpr ByteCount kMaxLine{1000};
// An incident fills a hundredth of it; a file that is read whole must have an end.
constexpr ByteCount kMaxJournal = 256_MiB;

enum class Exercise : std::uint8_t { no, yes };  // yes: nothing of it happened

struct Header {
  JournalId id;
  Instant created;
  Exercise exercise{};
  crypto::PublicKey key;
  bool operator==(const Header&) const = default;
};

// A file kept elsewhere.
struct Attachment {
  crypto::Sha256Digest digest;
  ByteCount size;
  std::string name;  // one line
  bool operator==(const Attachment&) const = default;
};

// What somebody wants recorded.
struct Draft {
  Instant fact;     // when it happened
  Instant entered;  // when it is written down: now, by this computer's clock
  Kind kind;
  std::string author;                          // one line
  std::optional<std::uint64_t> corrects = {};  // the earlier entry that this one puts right
  std::map<FieldId, std::string> fields = {};  // for programs; each value one line
  std::vector<Attachment> attachments = {};
  std::string text = {};  // the person's words; lines end with '\n', and no other control character but the tab
  bool operator==(const Draft&) const = default;
};

struct Entry {
  std::uint64_t sequence = 0;  // 1 for the first
  Exercise exercise{};
  Draft said;
  bool operator==(const Entry&) const = default;
};

}  // namespace garde::journal
