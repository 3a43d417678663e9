// A text as it stands and as it decodes: what somebody typed may stand in it in another form.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace garde::accounts {

struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const ByteRange&) const = default;
};

struct Writing {
  std::string bytes;
  std::vector<ByteRange> from;  // of each byte: the bytes of the text that it was made of
};

constexpr std::size_t kMaxWritings = 64;  // of one text; two decodings within each other make a dozen

// The text itself first. Then, one within the other: %41, =41 of quoted-printable, &#65; and &amp;, \u0041 and \x41;
// and each run of base64 or of hexadecimal digits, alone.
std::vector<Writing> writings_of(std::string_view text);

}  // namespace garde::accounts
