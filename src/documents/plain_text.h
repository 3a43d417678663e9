// Bytes that somebody else called a name, as text.
#pragma once

#include <string>
#include <string_view>

namespace garde::documents {

std::string as_text(std::string_view bytes);  // what is not UTF-8 becomes U+FFFD, byte by byte

}  // namespace garde::documents
