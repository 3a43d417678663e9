#include "pdf/safe_text.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <glib.h>

namespace garde::pdf {
namespace {

struct StandIn {
  gunichar character;
  std::string_view text;
};
// Sorted by character.
constexpr std::array kStandIns = std::to_array<StandIn>({
    {0x0009, " "},
    {0x000A, "\n"},
    {0x000B, "\n"},
    {0x000C, "\n"},
    {0x0085, "\n"},
    {0x00B5, "u"},
    {0x200B, "\u200B"},  // zero-width space and word joiner: no ink, they allow and forbid line
                         // ends
    {0x2010, "-"},
    {0x2011, "-\u2060"},  // the no-break hyphen: a hyphen that holds on to what follows
    {0x2012, "\u2013"},
    {0x2015, "\u2014"},
    {0x201B, "\u2018"},
    {0x201F, "\u201C"},
    {0x2028, "\n"},
    {0x2029, "\n"},
    {0x2032, "\u2019"},
    {0x2033, "\u201D"},
    {0x2060, "\u2060"},
    {0x2190, "\u2039"},
    {0x2192, "\u203A"},
    {0x2260, "!="},
    {0x2264, "<="},
    {0x2265, ">="},
});

static_assert(std::ranges::is_sorted(kStandIns, {}, &StandIn::character));

std::optional<std::string_view> stand_in(gunichar character) {
  const auto* const found = std::ranges::lower_bound(kStandIns, character, {}, &StandIn::character);
  if (found == kStandIns.end() || found->character != character) return std::nullopt;
  return found->text;
}

enum class Kind { invisible, attached, space, visible };

Kind kind_of(gunichar character) {
  constexpr gunichar kSoftHyphen = 0xAD;
  constexpr gunichar kFirstSkinTone = 0x1F3FB;
  constexpr gunichar kLastSkinTone = 0x1F3FF;
  if (character == kSoftHyphen) return Kind::invisible;
  if (character >= kFirstSkinTone && character <= kLastSkinTone) return Kind::attached;
  switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: return Kind::invisible;
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_SPACING_MARK: return Kind::attached;
    case G_UNICODE_SPACE_SEPARATOR: return Kind::space;
    default: return Kind::visible;
  }
}

std::string composed(const char* begin, const char* end) {
  const std::unique_ptr<gchar, decltype(&g_free)> normal(
      g_utf8_normalize(begin, end - begin, G_NORMALIZE_DEFAULT_COMPOSE), g_free);
  return normal.get();
}

// In pieces, because GLib's time grows with the square of the length. A letter and its accents stay together.
std::string composed(std::string_view text) {
  constexpr std::ptrdiff_t kPiece = 256;  // bytes
  const std::unique_ptr<gchar, decltype(&g_free)> valid(
      g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), g_free);
  std::string result;
  const char* begin = valid.get();
  const char* at = begin;
  for (; *at != '\0'; at = g_utf8_next_char(at)) {
    if (at - begin < kPiece || g_unichar_combining_class(g_utf8_get_char(at)) != 0) continue;
    result += composed(begin, at);
    begin = at;
  }
  return result + composed(begin, at);
}

void append(std::string& text, gunichar character) {
  constexpr std::size_t kLongest = 6;
  std::array<char, kLongest> bytes{};
  text.append(bytes.data(), static_cast<std::size_t>(g_unichar_to_utf8(character, bytes.data())));
}

// The letter without one of its accents, or without them all: a name is still read.
std::optional<gunichar> covered_letter(gunichar character, const Fonts& fonts) {
  gunichar letter = 0;
  for (gunichar accent = 0; g_unichar_decompose(character, &letter, &accent) != FALSE; character = letter)
    if (fonts.covers(letter)) return letter;
  return std::nullopt;
}

}  // namespace

std::string safe_text(std::string_view text, const Fonts& fonts) {
  constexpr gunichar kJoiner = 0x200D;
  constexpr int kMostMarks = 2;  // on one letter; a tower of them would cover the lines above
  const std::string source = composed(text);
  std::string safe;
  gunichar previous = 0;
  int marks = 0;
  for (const char* at = source.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
    const gunichar character = g_utf8_get_char(at);
    const bool joined = std::exchange(previous, character) == kJoiner;
    if (const auto other = stand_in(character)) {
      safe += *other;
      continue;
    }
    if (character == '\r') {
      if (at[1] != '\n') safe += '\n';
      continue;
    }
    const Kind kind = kind_of(character);
    if (kind == Kind::invisible) continue;
    marks = kind == Kind::attached ? marks + 1 : 0;
    if (marks > kMostMarks) continue;
    if (kind == Kind::space || fonts.covers(character)) {
      append(safe, character);
    } else if (const auto letter = covered_letter(character, fonts)) {
      append(safe, *letter);
    } else if (kind == Kind::visible && !(joined && safe.ends_with(kNoGlyph))) {
      safe += kNoGlyph;  // a sequence of joined emoji is one picture
    }
  }
  return safe;
}

}  // namespace garde::pdf
