// Text in several styles.
//
//   Paragraph{"Appelez " + bold("17Cyber") + " avant " + italic("toute") + " réparation."}
//
// It is UTF-8 and may be anything: see pdf/safe_text.h for what becomes of characters that cannot be set.
// A newline starts a new line. No-break spaces (U+00A0, U+202F) are kept as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace garde::pdf {

enum class Face : std::uint8_t { regular, semibold, bold, italic };
enum class Tone : std::uint8_t { ink, muted, accent };
enum class Size : std::uint8_t { normal, small };

// A stretch of text in one style.
struct Run {
  std::string text{};
  Face face = Face::regular;
  Size size = Size::normal;
  Tone tone = Tone::ink;
  std::string uri{};  // not empty: a link to it
};

struct Text {
  std::vector<Run> runs{};
  Text() = default;
  // NOLINTBEGIN(google-explicit-constructor): plain words are a text
  Text(std::string text) { runs.push_back({.text = std::move(text)}); }
  Text(std::string_view text) : Text(std::string(text)) {}
  Text(const char* text) : Text(std::string(text)) {}
  // NOLINTEND(google-explicit-constructor)
};
Text operator+(Text before, const Text& after);
Text bold(Text text);
Text semibold(Text text);
Text italic(Text text);
Text small(Text text);
Text muted(Text text);
Text accented(Text text);
Text link(Text text, const std::string& uri);  // the person sees `text`; a screen reader says it too

}  // namespace garde::pdf
