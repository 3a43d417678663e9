// What a document says, as a value: render() in pdf/pdf.h turns it into bytes.
//
//   Document letter{.title = "Questions au prestataire", .date = today,
//                   .content = {Heading{1, "Questions au prestataire"},
//                               "Bonjour,",
//                               Paragraph{"Merci de répondre " + bold("avant lundi") + "."},
//                               List{Marker::box, {{{"Sauvegarde automatique"}}, {{"Sauvegarde récente"}}}}}};
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "pdf/content.h"
#include "pdf/text.h"
#include "pdf/theme.h"

namespace garde::pdf {

struct PageFormat {
  Millimetres width{};
  Millimetres height{};
  Millimetres margin{20};  // on all four sides; running lines stand inside it
};
inline constexpr PageFormat kA4{210_mm, 297_mm};
inline constexpr PageFormat kA4Landscape{297_mm, 210_mm};
inline constexpr PageFormat kA5{148_mm, 210_mm, 14_mm};
inline constexpr PageFormat kBankCard{85.6_mm, 53.98_mm, 4_mm};  // ISO/IEC 7810 ID-1

// One text at one size in a box, as large as it can be: on the lines it was given while that leaves it at least
// `smallest`, then broken between words, then cut with an ellipsis, which render() reports.
struct FittedText {
  Text text{};
  Points largest{48};
  Points smallest{8};
  Face face = Face::regular;
  Tone tone = Tone::ink;
  Align align = Align::start;
  int heading = 0;  // 1 to 3: it is a heading of that level
};

enum class Stand : std::uint8_t { top, middle, bottom };

// Something at a fixed place on a sheet. Lengths are from the sheet's top left corner.
struct Placed {
  Millimetres x{};
  Millimetres y{};
  Millimetres width{};
  Millimetres height{};
  Millimetres padding{};
  std::variant<FittedText, Blocks> content{};
  Stand stand = Stand::top;
  // Blocks are set in the theme at the largest scale between these two at which they fit; at the smallest they are cut.
  double largest_scale = 1;
  double smallest_scale = 0.6;
  std::optional<Colour> ground{};
  std::optional<Colour> border{};
};

// A page whose boxes stand where they are put: a contact sheet, cards to cut out.
struct Sheet {
  std::vector<Placed> boxes{};  // in reading order
};

// A line above or below the text of every page. "{page}" and "{pages}" are replaced by numbers.
struct RunningLine {
  std::string start{};
  std::string end{};
  bool on_first_page = true;
};

// Marks every page of text as not being what it looks like: a word large and pale behind the text, and a sentence in a
// dark band at the head of the page. Not read aloud: the title must say it too.
struct Stamp {
  std::string word{};
  std::string band{};
};

// What a screen reader says for a box of a list.
struct BoxNames {
  std::string empty{};
  std::string half{};
  std::string ticked{};
};

struct Document {
  std::string title{};  // shown in the title bar; must not be empty
  std::string author{};
  std::string language = "fr-FR";  // BCP 47
  Date date{};                     // stands in the file as the day it was made; must exist
  PageFormat format = kA4;
  Theme theme{};
  std::optional<RunningLine> header{};
  std::optional<RunningLine> footer{};
  std::optional<Stamp> stamp{};
  BoxNames box_names{};
  std::vector<Sheet> sheets{};  // come first, one page each, without running lines
  Blocks content{};             // then the text, on as many pages as it takes; none if there are sheets and no text
};

}  // namespace garde::pdf
