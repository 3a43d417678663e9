// Where in an HTML document a template stands: what decides how a value is escaped, and whether one
// may stand there at all. Stricter than a browser: markup that a browser would have to repair is
// refused, so that what we think an attribute is and what the browser thinks cannot differ.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "tools/template_syntax.h"

namespace garde::tools {

class HtmlContext {
 public:
  struct Refusal {
    std::size_t offset = 0;
    std::string reason;
  };
  using Outcome = tl::expected<void, std::string>;  // or why this cannot stand here

  // Moves over literal markup.
  std::optional<Refusal> read(std::string_view markup);
  // Moves over a value, and says how it is to be written.
  tl::expected<Writing, std::string> value();
  Outcome sentence();
  // Moves to the edge of an {{if}}, {{each}}, {{else}} or {{end}}.
  Outcome edge();
  // An {{include}} or a {{content}}, which are whole elements; also true of a template's end.
  Outcome fragment() const;

  // One newline right after <pre> or <textarea> is not shown. True there, so that one can be added
  // before a value that may itself start with a newline.
  bool is_newline_eaten() const { return is_newline_eaten_; }

  // Where the document stands after either of two ways, both at an edge().
  static tl::expected<HtmlContext, std::string> join(const HtmlContext& a, const HtmlContext& b);
  bool is_same_place(const HtmlContext& other) const;

 private:
  enum class State {
    text,
    raw_text,    // in <script> or <style>: the browser decodes nothing
    plain_text,  // in <textarea> or <title>: entities but no elements
    tag_name,
    closing_tag,
    in_tag,    // after a space: an attribute may start
    tag_edge,  // a space is needed before the next attribute
    attribute_name,
    after_attribute_name,
    before_value,
    value,        // between quotation marks
    declaration,  // <!doctype …>
  };

  std::string describe() const;
  std::string refuse_character(char c) const;
  std::size_t read_less_than(std::string_view markup, std::optional<std::string>& reason);
  bool read_tag_character(char c);
  void close_tag();
  bool is_address() const;
  std::optional<std::string> refuse_attribute() const;
  void settle_address();

  State state_ = State::text;
  std::string element_;
  std::string attribute_;
  char quote_ = '"';
  std::string address_start_;        // of an address attribute: its literal beginning, until it is settled
  bool is_address_settled_ = false;  // what comes next cannot change where the address leads to
  bool is_newline_eaten_ = false;
};

}  // namespace garde::tools
