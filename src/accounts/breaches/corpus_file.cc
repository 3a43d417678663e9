#include "accounts/breaches/corpus_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <system_error>
#include <utility>

#include "accounts/exports/byte_reader.h"

namespace garde::accounts {
namespace {

constexpr std::size_t kWaiting = 1U << 17U;    // entries or slots before they are written
constexpr std::size_t kBlockSize = 1U << 20U;  // of what is read back

static_assert(std::endian::native == std::endian::little, "entries and slots are written as they lie in memory");

std::optional<CorpusHeader> interrupted(std::fstream& stream, std::uint64_t source_size, std::int64_t source_modified) {
  std::array<std::byte, kCorpusHeaderSize> bytes{};
  if (!stream.read(reinterpret_cast<char*>(bytes.data()), bytes.size())) return std::nullopt;
  const auto header = parse_corpus_header(bytes);
  const bool fits = header && header->state == CorpusState::building && header->entries > 0 &&
                    header->checkpoint.source_size == source_size &&
                    header->checkpoint.source_modified == source_modified;
  return fits ? header : std::nullopt;
}

}  // namespace

Result<CorpusFile> CorpusFile::open(const std::filesystem::path& path, std::uint64_t source_size,
                                    std::int64_t source_modified, std::uint64_t estimated_entries) {
  const auto mode = std::ios::binary | std::ios::in | std::ios::out;
  std::fstream stream(path, mode);
  if (stream) {
    if (const auto header = interrupted(stream, source_size, source_modified)) {
      CorpusFile file(path, std::move(stream), *header);
      file.entries_.resize(1);
      TRY(file.read_at(header->entry_offset(header->entries - 1), std::as_writable_bytes(std::span(file.entries_))));
      file.next_slot_ = header->checkpoint.slots;
      file.joined_ = header->checkpoint.joined;
      return file;
    }
    stream.close();
  }
  stream = std::fstream(path, mode | std::ios::trunc);
  CorpusHeader header;
  header.bucket_bits = bucket_bits_for(estimated_entries);
  header.checkpoint.source_size = source_size;
  header.checkpoint.source_modified = source_modified;
  CorpusFile file(path, std::move(stream), header);
  if (!file.stream_) return file.error();
  return file;
}

CorpusFile::CorpusFile(std::filesystem::path path, std::fstream stream, const CorpusHeader& header)
    : path_(std::move(path)), stream_(std::move(stream)), header_(header) {}

Result<void> CorpusFile::add(std::uint64_t key, unsigned log2_count) {
  const CorpusPlace place = place_of(key, header_.bucket_bits);
  const bool same_bucket = place.bucket + 1 == next_slot_ && !entries_.empty();
  if (same_bucket && remainder_of(entries_.back()) == place.remainder) {
    const unsigned largest = std::max(log2_count, log2_count_of(entries_.back()));
    entries_.back() = entry_of(place.remainder, largest);
    ++joined_;
    return {};
  }
  if (!same_bucket) TRY(begin_buckets(place.bucket + 1));
  if (entries_.size() >= kWaiting) TRY(write_entries());
  entries_.push_back(entry_of(place.remainder, log2_count));
  ++header_.entries;
  return {};
}

// Buckets that hold nothing begin where the next one does.
Result<void> CorpusFile::begin_buckets(std::uint64_t before) {
  for (; next_slot_ < before; ++next_slot_) {
    if (slots_.size() >= kWaiting) TRY(write_slots());
    slots_.push_back(header_.entries);
  }
  return {};
}

Result<void> CorpusFile::write_entries() {
  if (entries_.empty()) return {};
  TRY(write_at(header_.entry_offset(header_.entries - entries_.size()), std::as_bytes(std::span(entries_))));
  entries_.erase(entries_.begin(), entries_.end() - 1);
  return {};
}

Result<void> CorpusFile::write_slots() {
  TRY(write_at(header_.slot_offset(next_slot_ - slots_.size()), std::as_bytes(std::span(slots_))));
  slots_.clear();
  return {};
}

Result<void> CorpusFile::save(CorpusCheckpoint checkpoint) {
  TRY(write_entries());
  TRY(write_slots());
  stream_.flush();  // what the header speaks of is there before it
  header_.checkpoint = checkpoint;
  header_.checkpoint.joined = joined_;
  header_.checkpoint.slots = next_slot_;
  return write_header();
}

Result<void> CorpusFile::complete() {
  TRY(begin_buckets(header_.directory_slots()));
  TRY(write_entries());
  TRY(write_slots());
  stream_.flush();
  header_.checkpoint = {};
  header_.state = CorpusState::complete;
  header_.content_hash = TRY(hash_of_content());
  TRY(write_header());
  stream_.close();
  if (!stream_) return error();
  // An interrupted build may have got further than the one that went on from its checkpoint.
  std::error_code code;
  std::filesystem::resize_file(path_, header_.file_size(), code);
  if (code) return error();
  return {};
}

Result<void> CorpusFile::write_header() {
  TRY(write_at(0, to_bytes(header_)));
  stream_.flush();
  if (!stream_) return error();
  return {};
}

Result<crypto::Sha256Digest> CorpusFile::hash_of_content() {
  crypto::Sha256 hash;
  std::vector<std::byte> block(kBlockSize);
  for (std::uint64_t at = kCorpusPage; at < header_.file_size();) {
    const std::size_t size = std::min<std::uint64_t>(block.size(), header_.file_size() - at);
    TRY(read_at(at, std::span(block).first(size)));
    hash.update(std::span(block).first(size));
    at += size;
  }
  return hash.finish();
}

Result<void> CorpusFile::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
  errno = 0;
  stream_.seekp(static_cast<std::streamoff>(offset));
  stream_.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!stream_) return error();
  return {};
}

Result<void> CorpusFile::read_at(std::uint64_t offset, std::span<std::byte> bytes) {
  errno = 0;
  stream_.seekg(static_cast<std::streamoff>(offset));
  stream_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!stream_) return error();
  return {};
}

Error CorpusFile::error() const {
  const ErrorKind kind = errno == ENOSPC ? ErrorKind::no_space : ErrorKind::unreadable;
  return Error{kind, path_.string(), std::nullopt, std::generic_category().message(errno)};
}

}  // namespace garde::accounts
