// What the text of a document is made of: blocks, which flow from line to line and page to page.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

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

}  // namespace garde::pdf
