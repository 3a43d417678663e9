// What a document says, as a value: render() in pdf/pdf.h turns it into bytes.
//
//   Document letter{.title = "Questions au prestataire", .date = today,
//                   .content = {Heading{1, "Questions au prestataire"},
//                               "Bonjour,",
//                               Paragraph{"Merci de répondre " + bold("avant lundi") + "."},
//                               List{Marker::box, {{{"Sauvegarde automatique"}}, {{"Sauvegarde récente"}}}}}};
#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "pdf/text.h"
#include "pdf/theme.h"

namespace garde::pdf {

struct Block;
// A Block may hold Blocks: what needs a whole Block to copy or destroy one stands in the .cc.
struct Blocks : std::vector<Block> {
  Blocks();
  Blocks(std::initializer_list<Block> blocks);
  Blocks(const Blocks&);
  Blocks(Blocks&&) noexcept;
  Blocks& operator=(const Blocks&);
  Blocks& operator=(Blocks&&) noexcept;
  ~Blocks();
};

enum class Align : std::uint8_t { start, centre, end };

struct Heading {
  int level = 1;  // 1 to 3; 1 and 2 become the bookmarks
  Text text{};
};

enum class Prominence : std::uint8_t { body, lead, small };
enum class Following : std::uint8_t { free, same_page };
struct Paragraph {
  Text text{};
  Prominence prominence = Prominence::body;
  Align align = Align::start;
  Following following = Following::free;  // same_page: with the first lines of the next block
};

enum class Marker : std::uint8_t { bullet, number, box };
enum class Box : std::uint8_t { empty, half, ticked };
struct ListItem {
  Blocks content{};
  Box box = Box::empty;  // for Marker::box
};
struct List {
  Marker marker = Marker::bullet;
  std::vector<ListItem> items{};
};

enum class Emphasis : std::uint8_t { neutral, accent };
struct Callout {  // a box with a wash and a bar on its left
  Text title{};   // may be empty
  Blocks content{};
  Emphasis emphasis = Emphasis::neutral;
};

struct Fact {
  Text name{};
  Blocks value{};
};
struct Facts {  // names on the left, values on the right
  std::vector<Fact> facts{};
  double name_share = 0.3;  // of the width
};

struct Column {
  Text heading{};
  double share = 1;  // of the width, relative to the other columns
  Align align = Align::start;
};
struct Table {  // the headings come again on every page the table reaches
  std::vector<Column> columns{};
  std::vector<std::vector<Blocks>> rows{};  // missing cells are empty, cells too many are our mistake
};

struct Columns {  // side by side, tops aligned
  struct Part {
    Blocks content{};
    double share = 1;
  };
  std::vector<Part> parts{};
  Points gap{18};
};

struct Together {  // on one page if one page can hold it
  Blocks content{};
};

struct Qr {
  std::string content{};
  Millimetres size{28};
  std::string alternative{};  // what a screen reader says instead
};
struct Gauge {  // four segments and a word: never read by its colour alone
  static constexpr int kSegments = 4;
  int filled = 0;
  Text label{};
  std::string alternative{};
};
struct WritingLines {  // a label, then empty lines to write on
  Text label{};        // may be empty
  int count = 1;
};

struct Rule {};
struct Spacer {
  Points height{};
};
struct Fill {};  // takes the room left on its page: what follows goes to the foot
struct PageBreak {};

struct Block : std::variant<Paragraph, Heading, List, Callout, Facts, Table, Columns, Together, Qr, Gauge, WritingLines,
                            Rule, Spacer, Fill, PageBreak> {
  using variant::variant;
  template <std::convertible_to<Text> T>
  // NOLINTNEXTLINE(google-explicit-constructor): a text is a paragraph
  Block(T&& text) : variant(Paragraph{.text = std::forward<T>(text)}) {}
};

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
