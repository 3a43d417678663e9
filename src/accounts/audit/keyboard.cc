#include "accounts/audit/keyboard.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

namespace garde::accounts {
namespace {

struct Key {
  int x = 0;  // in quarters of a key
  int y = 0;
  bool shifted = false;
};

// The French layout: without the shift key a digit's key gives a sign, so "&é"'(" is 12345.
struct Row {
  std::u32string_view plain;
  std::u32string_view shifted;
  int x;  // of its first key, in quarters of a key
};
constexpr std::array<Row, 4> kRows = {{
    {U"&é\"'(-è_çà)=", U"1234567890°+", 0},
    {U"azertyuiop^$", U"AZERTYUIOP¨£", 2},
    {U"qsdfghjklmù*", U"QSDFGHJKLM%µ", 3},
    {U"<wxcvbn,;:!", U">WXCVBN?./§", 1},
}};
constexpr double kKeys = 47;
constexpr double kNeighbours = 5.2;  // of a key, on average

std::optional<Key> key_of(char32_t code) {
  for (std::size_t y = 0; y < kRows.size(); ++y) {
    for (const bool shifted : {false, true}) {
      const std::size_t at = (shifted ? kRows[y].shifted : kRows[y].plain).find(code);
      if (at != std::u32string_view::npos)
        return Key{.x = kRows[y].x + 4 * static_cast<int>(at), .y = static_cast<int>(y), .shifted = shifted};
    }
  }
  return std::nullopt;
}

bool adjacent(const Key& a, const Key& b) { return std::abs(a.x - b.x) <= 4 && std::abs(a.y - b.y) <= 1; }

double choose(std::size_t n, std::size_t k) {
  double result = 1;
  for (std::size_t i = 1; i <= k; ++i) result *= static_cast<double>(n - k + i) / static_cast<double>(i);
  return result;
}

}  // namespace

std::size_t walk_length(std::span<const FoldedChar> text) {
  std::optional<Key> before;
  std::size_t length = 0;
  for (const FoldedChar& c : text) {
    const auto key = key_of(c.code);
    if (!key || (before && !adjacent(*before, *key))) break;
    before = key;
    ++length;
  }
  return length;
}

// The count of zxcvbn: every walk no longer and with no more turns comes first.
double walk_bits(std::span<const FoldedChar> walk) {
  std::size_t turns = 0;
  std::size_t shifted = 0;
  std::optional<Key> before;
  std::array<int, 2> direction{};
  for (const FoldedChar& c : walk) {
    const Key key = key_of(c.code).value_or(Key{});
    if (before) {
      const std::array<int, 2> now = {key.x - before->x, key.y - before->y};
      if (turns == 0 || now != direction) ++turns;
      direction = now;
    }
    shifted += key.shifted ? 1 : 0;
    before = key;
  }
  double guesses = 0;
  for (std::size_t length = 2; length <= walk.size(); ++length)
    for (std::size_t turn = 1; turn <= std::min(turns, length - 1); ++turn)
      guesses += choose(length - 1, turn - 1) * kKeys * std::pow(kNeighbours, static_cast<double>(turn));
  const std::size_t plain = walk.size() - shifted;
  double mixtures = shifted == 0 ? 1 : 2;
  if (shifted > 0 && plain > 0) {
    mixtures = 0;
    for (std::size_t i = 1; i <= std::min(shifted, plain); ++i) mixtures += choose(walk.size(), i);
  }
  return std::log2(std::max(1.0, guesses * mixtures));
}

}  // namespace garde::accounts
