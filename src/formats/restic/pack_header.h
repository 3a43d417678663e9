// The table of contents at the end of every pack.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/byte_count.h"
#include "formats/restic/blob_index.h"

namespace garde::formats::restic {

constexpr std::size_t kHeaderLengthSize = 4;
constexpr ByteCount kMaxHeader = 16_MiB;  // of its envelope, as restic

std::size_t header_entry_size(const Blob& blob);  // in bytes, in the header

// The decrypted header as blobs with their offsets, or nothing when it is not of the prescribed form.
std::optional<std::vector<Blob>> parse_pack_header(std::span<const std::byte> header);

}  // namespace garde::formats::restic
