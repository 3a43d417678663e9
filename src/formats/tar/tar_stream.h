// The members of a tar, compressed or not, in one pass.
#pragma once

#include "formats/archives/member_stream.h"
#include "formats/archives/plain_stream.h"

namespace garde::formats::tar {

constexpr std::uint64_t kMaxExtendedHeader = std::uint64_t{4} << 20U;  // a path of 1 MiB, a link's and some more

// Whether the plain bytes are a tar's: enough of them for one block.
bool is_tar(std::span<const std::byte> first);

// `file` must outlive it.
std::unique_ptr<archives::MemberStream> open_stream(const io::File& file, archives::Compression compression,
                                                    archives::OnFlaw on_flaw);

}  // namespace garde::formats::tar
