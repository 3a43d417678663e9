#include "checker/name_key.h"

#include <array>
#include <cstdint>

#include "base/utf8.h"

namespace garde::checker {
namespace {

// U+00C0 to U+017F without accents; '?' stands for a letter that is none of ours and stays as it is.
constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo?ouuuuy?saaaaaaaceeeeiiiidnooooo?ouuuuy?y";
constexpr std::string_view kExtendedA =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
    "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin1.size() == 0x40 && kExtendedA.size() == 0x80);

constexpr bool is_combining(std::uint32_t c) { return c >= 0x300 && c <= 0x36F; }

void add(std::string& key, std::uint32_t c, std::string_view stored) {
  if (is_combining(c)) return;
  char plain = '?';
  if (c >= 0xC0 && c < 0x100) plain = kLatin1[c - 0xC0];
  if (c >= 0x100 && c < 0x180) plain = kExtendedA[c - 0x100];
  if (plain == '?')
    key += stored;
  else
    key += plain;
}

// The first character of valid UTF-8, and how many bytes it takes.
std::uint32_t first_of(std::string_view text, std::size_t& size) {
  const auto lead = static_cast<unsigned char>(text[0]);
  size = lead < 0x80 ? 1U : lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
  std::uint32_t c = size == 1 ? lead : lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) c = c << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return c;
}

}  // namespace

std::string name_key(std::string_view path) {
  const bool is_text = is_utf8(path);
  std::string key;
  key.reserve(path.size());
  for (std::size_t at = 0; at < path.size();) {
    const char c = path[at];
    if (c >= 'A' && c <= 'Z') {
      key += static_cast<char>(c - 'A' + 'a');
      ++at;
    } else if (static_cast<unsigned char>(c) < 0x80) {
      key += c;
      ++at;
    } else {
      std::size_t size = 1;
      const std::uint32_t character = is_text ? first_of(path.substr(at), size) : static_cast<unsigned char>(c);
      add(key, character, path.substr(at, size));
      at += size;
    }
  }
  return key;
}

}  // namespace garde::checker
