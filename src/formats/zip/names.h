// Names of a zip: what stands there are bytes, and the archive seldom says of which code page. See docs/formats/zip.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace garde::formats::zip {

// Those in which programs of western Europe write: Windows itself and DOS, American DOS, some programs for Windows.
enum class CodePage : std::uint8_t { cp850, cp437, cp1252 };

// The one in which these names, of one archive, read best as names.
CodePage code_page_of(std::span<const std::string_view> names);

// As UTF-8; what is UTF-8 already stays as it is.
std::string decoded(std::string_view name, CodePage page);

}  // namespace garde::formats::zip
