#include "formats/restic/blob_source.h"

#include <algorithm>

#include <fmt/format.h>

#include "formats/restic/stored_files.h"

namespace garde::formats::restic {
namespace {

Flaw flaw_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::not_found: return {DamageKind::missing, error.detail};
    case ErrorKind::damaged: return {DamageKind::truncated, error.detail};
    default: return {DamageKind::unreadable, error.detail};
  }
}

}  // namespace

Result<const io::File*> BlobSource::file_of(const PackId& pack) {
  if (file_ == nullptr || file_pack_ != pack) {
    file_ = nullptr;
    file_ = TRY(tree_.open(path_of_pack(pack), io::Access::sequential));
    file_pack_ = pack;
  }
  return file_.get();
}

Result<std::span<std::byte>> BlobSource::read(const PackId& pack, std::uint64_t offset, std::uint64_t length) {
  window_size_ = 0;
  const io::File* file = TRY(file_of(pack));
  if (length > kMaxBlobLength || offset + length > file->size().value)
    return Error{ErrorKind::damaged, path_of_pack(pack), offset,
                 fmt::format("the file ends at {}, before {}", file->size().value, offset + length)};
  if (window_.size() < length) window_.resize(length);
  const std::span<std::byte> bytes = std::span(window_).first(length);
  TRY(io::read_exactly(*file, path_of_pack(pack), offset, bytes));
  bytes_read_ += length;
  window_pack_ = pack;
  window_offset_ = offset;
  window_size_ = length;
  return bytes;
}

// From this blob to the last expected one that still fits the window; at least the blob itself.
std::uint64_t BlobSource::window_length(const Blob& blob) const {
  std::uint64_t end = blob.end();
  for (const Blob* next : expected_) {
    if (next->pack != blob.pack || next->offset < blob.offset) continue;
    if (next->end() - blob.offset > kWindowSize) break;
    end = std::max(end, next->end());
  }
  return end - blob.offset;
}

template <class First>
Look BlobSource::look_twice(const PackId& pack, std::uint64_t offset, std::uint64_t length, const Check& check,
                            First&& first) {
  auto bytes = first();
  if (!bytes && bytes.error().kind == ErrorKind::not_found)
    return {.flaw = flaw_of(bytes.error()), .unstable = false, .absent = true};
  const auto flaw = bytes ? check(*bytes) : std::optional(flaw_of(bytes.error()));
  if (!flaw) return {};
  if (file_ != nullptr) file_->drop_cached(offset, {length});
  file_ = nullptr;
  bytes = read(pack, offset, length);
  window_size_ = 0;  // what `check` changed must not be taken for what the disk holds
  const auto again = bytes ? check(*bytes) : std::optional(flaw_of(bytes.error()));
  return {.flaw = again, .unstable = !again, .absent = false};
}

Look BlobSource::look(const Blob& blob, const Check& check) {
  const PackId& pack = index_.packs()[blob.pack].id;
  return look_twice(pack, blob.offset, blob.length, check, [&]() -> Result<std::span<std::byte>> {
    const bool there = window_size_ > 0 && window_pack_ == pack && window_offset_ <= blob.offset &&
                       blob.end() <= window_offset_ + window_size_;
    if (there) return std::span(window_).subspan(blob.offset - window_offset_, blob.length);
    auto window = read(pack, blob.offset, window_length(blob));
    // One bad sector must not accuse its neighbours.
    if (!window && window.error().kind != ErrorKind::not_found) window = read(pack, blob.offset, blob.length);
    return TRY(std::move(window))
    .first(blob.length);
  });
}

Look BlobSource::look_at_end(const Pack& pack, std::uint64_t offset, std::uint64_t length, const Check& check) {
  return look_twice(pack.id, offset, length, check, [&] { return read(pack.id, offset, length); });
}

}  // namespace garde::formats::restic
