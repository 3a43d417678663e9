// Garde's template language: HTML with tags between {{ and }}.
//
//   {{page web/plan_pages.h PlanPage}}      first tag: the view struct shown, always named `page`
//   {{layout "layout/page.html" page.layout}}   second tag, if any: the rest becomes that layout's {{content}}
//   {{page.title}}                          a member, escaped for where it stands; a Message is its sentence
//   {{text "plan.count" count=page.count}}  a sentence of the catalogue, with its parameters, escaped
//   {{each page.actions as action}} … {{end}}
//   {{if action.note}} … {{else}} … {{end}}     shown when true, not empty, or engaged; {{if not …}}
//   {{if page.warning as warning}} … {{end}}    and what an optional or a pointer holds gets a name
//   {{include "plan/action.html" action}}   another template, with its own view struct
//   {{content}}                             in a layout: where the page goes
//   {{! a remark that is not sent }}
//
// A line that holds nothing but tags that print nothing leaves no empty line behind.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace garde::tools {

// How a value must be written where it stands; found by place_in_html().
enum class Writing { unplaced, text, url, url_part };

struct Node;

struct Literal {
  std::string markup;
};
struct Value {
  std::string expression;  // a member path, "action.note"
  Writing writing = Writing::unplaced;
};
struct Sentence {
  std::string key;
  std::vector<std::pair<std::string, std::string>> parameters;  // name, member path
};
struct Each {
  std::string expression;
  std::string alias;
  std::vector<Node> body;
};
struct If {
  std::string expression;
  bool is_negated = false;
  std::string alias;  // empty without "as"
  std::vector<Node> body;
  std::vector<Node> otherwise;
};
struct Include {
  std::string path;
  std::string expression;
};
struct Content {};

struct Node {
  int line = 0;  // of the template, from 1
  std::variant<Literal, Value, Sentence, Each, If, Include, Content> part;
};

// One function per part, for std::visit over Node::part.
template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

struct Template {
  std::string path;    // "plan/plan.html", relative to the root of the templates
  std::string header;  // "web/plan_pages.h", declares the view struct
  std::string view;    // "PlanPage"
  int page_line = 0;
  std::optional<Include> layout;
  int layout_line = 0;
  std::vector<Node> body;
};

// An error's subject is "plan/plan.html:12".
Result<Template> parse_template(std::string_view path, std::string_view source);
Error template_error(std::string_view path, int line, std::string detail);

}  // namespace garde::tools
