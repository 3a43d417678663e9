// The members of a 7z in one pass, through libarchive. See docs/formats/seven-zip.md.
#pragma once

#include "formats/archives/member_stream.h"

namespace garde::formats::seven_zip {

bool is_seven_zip(std::span<const std::byte> first);  // the first six bytes tell

// `file` must outlive it.
std::unique_ptr<archives::MemberStream> open_stream(const io::File& file, archives::OnFlaw on_flaw);

}  // namespace garde::formats::seven_zip
