#include "journal/writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/hex.h"
#include "io/private_files.h"
#include "journal/record.h"

namespace garde::journal {
namespace {

using crypto::SecretBytes;
using crypto::SigningKey;

constexpr std::size_t kQuotedTail = 8192;  // bytes of a torn tail that are kept: ten records of a usual length

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

Result<SigningKey> read_key(const std::filesystem::path& path) {
  const auto file = TRY(io::DurableFile::open(path));
  std::vector<std::byte> bytes = TRY(file.read({SigningKey::kSeedSize}));
  const SecretBytes seed = SecretBytes::copy_of(bytes);
  crypto::wipe(bytes);
  return SigningKey::from_seed(seed);
}

Error damaged(const std::filesystem::path& folder, std::string_view detail) {
  return {ErrorKind::damaged, folder.string(), std::nullopt, std::string(detail)};
}

// Whether what follows the intact start can be what one interrupted write left, rather than a changed journal.
bool is_one_interrupted_write(const Verification& verification, std::uint64_t file_size) {
  const IntactStart& intact = *verification.intact;
  const auto is_last = [&](const Damage& damage) { return damage.entry == intact.entries + 1; };
  return file_size - intact.end <= kMaxEntry.value + kSealSize && verification.records.size() <= intact.entries + 1 &&
         std::ranges::all_of(verification.damage, is_last);
}

}  // namespace

std::filesystem::path journal_file(const std::filesystem::path& folder) { return folder / "journal.garde"; }
std::filesystem::path key_file(const std::filesystem::path& folder) { return folder / "journal.key"; }

Result<Writer> Writer::create(const std::filesystem::path& folder, const NewJournal& journal) {
  const SigningKey key = SigningKey::generate();
  const std::string lines = encode_header({journal.id, journal.created, journal.exercise, key.public_key()});
  const Checkpoint empty{crypto::sha256(bytes_of(lines)), 0, MerkleTree().root()};
  const std::string file = lines + encode_header_seal(key.sign(bytes_of(encode_checkpoint(empty))));
  TRY(io::create_private_file(key_file(folder), key.seed().bytes()));
  TRY(io::create_private_file(journal_file(folder), bytes_of(file)));
  return open(folder, journal.created);
}

Result<Writer> Writer::open(const std::filesystem::path& folder, Instant now, const Accept& accept) {
  auto file = TRY(io::DurableFile::open(journal_file(folder)));
  const std::vector<std::byte> bytes = TRY(file.read(kMaxJournal));
  Verification found = TRY(verify(bytes));
  if (accept) TRY(accept(found));
  if (!found.header || !found.intact || !is_one_interrupted_write(found, bytes.size()))
    return damaged(folder, "not intact before its last record");
  SigningKey key = TRY(read_key(key_file(folder)));
  if (key.public_key() != found.header->key) return damaged(folder, "its key is that of another journal");

  Writer writer(std::move(file), std::move(key), *found.header, found.header_digest);
  writer.last_signature_ = found.intact->signature;
  writer.end_ = found.intact->end;
  for (std::uint64_t entry = 0; entry < found.intact->entries; ++entry) writer.tree_.add(found.leaves[entry]);

  // A sync that failed may have left the last record in memory alone: it is written again before anything is
  // built on it.
  const std::uint64_t last = found.intact->entries == 0 ? 0 : found.records[found.intact->entries - 1].offset;
  const auto all = std::span(bytes);
  TRY(writer.file_.write(last, all.subspan(last, writer.end_ - last)));
  const std::uint64_t whole = found.intact->entries;
  writer.entries_at_opening_ = with_entries(bytes, std::move(found)).entries;
  std::erase_if(writer.entries_at_opening_, [&](const Entry& entry) { return entry.sequence > whole; });
  if (writer.end_ < bytes.size()) TRY(writer.replace_tail(all.subspan(writer.end_), now));
  return writer;
}

// Written over the tail first and cut after: interrupted here, the file again ends in a torn tail.
Result<void> Writer::replace_tail(std::span<const std::byte> tail, Instant now) {
  const std::uint64_t tail_end = end_ + tail.size();
  torn_tail_ = Tail{end_, {tail.size()}};
  entries_at_opening_.push_back(TRY(append({.fact = now,
                                            .entered = now,
                                            .kind = Kind::of(kTornTailKind),
                                            .author = "garde",
                                            .fields = {{FieldId::of("bytes"), fmt::format("{}", tail.size())},
                                                       {FieldId::of("offset"), fmt::format("{}", torn_tail_->offset)},
                                                       {FieldId::of("sha256"), crypto::sha256(tail).hex()}},
                                            .text = to_hex(tail.first(std::min(tail.size(), kQuotedTail)))})));
  if (end_ < tail_end) TRY(file_.cut({end_}));
  return {};
}

Result<Entry> Writer::append(Draft draft) {
  if (failed_) return Error{ErrorKind::unreadable, "journal", end_, "an earlier write failed"};
  Entry entry{tree_.size() + 1, header_.exercise, std::move(draft)};
  std::string record = TRY(encode_entry(entry, last_signature_));
  const crypto::Sha256Digest leaf = hasher_.leaf(bytes_of(record));
  const Checkpoint checkpoint{header_digest_, entry.sequence, tree_.root_with(leaf)};
  const crypto::Signature signature = key_.sign(bytes_of(encode_checkpoint(checkpoint)));
  record += encode_seal(leaf, signature);
  if (end_ + record.size() > kMaxJournal.value)
    return Error{ErrorKind::no_space, "journal", end_, "a journal ends at 256 MiB"};

  if (const auto written = file_.write(end_, bytes_of(record)); !written) {
    failed_ = true;
    // As far as the system lets us; a tail that stays is found by the next open.
    [[maybe_unused]] const auto cut = file_.cut({end_});
    return written.error();
  }
  tree_.add(leaf);
  last_signature_ = signature;
  end_ += record.size();
  return entry;
}

Checkpoint Writer::checkpoint() { return {header_digest_, tree_.size(), tree_.root()}; }

}  // namespace garde::journal
