#include "tools/place_in_html.h"

#include <algorithm>

#include "tools/html_context.h"

namespace garde::tools {
namespace {

class Placement {
 public:
  explicit Placement(std::string path) : path_(std::move(path)) {}

  Result<HtmlContext> walk(std::vector<Node>& nodes, HtmlContext context) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (context.is_newline_eaten() && !std::holds_alternative<Literal>(nodes[i].part))
        nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(i), Node{nodes[i].line, Literal{"\n"}});
      const int line = nodes[i].line;
      context = TRY(std::visit(Overloaded{
                                   [&](Literal& literal) { return after(literal, line, context); },
                                   [&](Value& value) { return after(value, line, context); },
                                   [&](Sentence&) { return checked(context.sentence(), line, context); },
                                   [&](Each& each) { return after(each, line, context); },
                                   [&](If& condition) { return after(condition, line, context); },
                                   [&](Include&) { return whole("an {{include}}", line, context); },
                                   [&](Content&) { return whole("{{content}}", line, context); },
                               },
                               nodes[i].part));
    }
    return context;
  }

 private:
  Error error(int line, std::string detail) const { return template_error(path_, line, std::move(detail)); }

  Result<HtmlContext> checked(const HtmlContext::Outcome& outcome, int line, const HtmlContext& context) const {
    if (!outcome) return error(line, outcome.error());
    return context;
  }

  Result<HtmlContext> whole(std::string_view what, int line, const HtmlContext& context) const {
    if (const auto outcome = context.fragment(); !outcome)
      return error(line, std::string(what) + " stands between elements, not " + outcome.error());
    return context;
  }

  Result<HtmlContext> after(const Literal& literal, int line, HtmlContext context) const {
    if (const auto refusal = context.read(literal.markup)) {
      const auto end = literal.markup.begin() + static_cast<std::ptrdiff_t>(refusal->offset);
      return error(line + static_cast<int>(std::count(literal.markup.begin(), end, '\n')), refusal->reason);
    }
    return context;
  }

  Result<HtmlContext> after(Value& value, int line, HtmlContext context) const {
    const auto writing = context.value();
    if (!writing) return error(line, writing.error());
    // A loop is walked again when its end is not where it began.
    if (value.writing != Writing::unplaced && value.writing != *writing)
      return error(line, "this begins an address the first time round and continues one the next");
    value.writing = *writing;
    return context;
  }

  Result<HtmlContext> after(Each& each, int line, HtmlContext context) {
    TRY(checked(context.edge(), line, context));
    const HtmlContext once = TRY(walk_to_edge(each.body, line, context));
    const HtmlContext any = TRY(joined(context, once, line));
    if (any.is_same_place(context)) return any;
    const HtmlContext again = TRY(walk_to_edge(each.body, line, any));
    return joined(any, again, line);
  }

  Result<HtmlContext> after(If& condition, int line, HtmlContext context) {
    TRY(checked(context.edge(), line, context));
    const HtmlContext shown = TRY(walk_to_edge(condition.body, line, context));
    const HtmlContext otherwise = TRY(walk_to_edge(condition.otherwise, line, context));
    return joined(shown, otherwise, line);
  }

  Result<HtmlContext> walk_to_edge(std::vector<Node>& nodes, int line, const HtmlContext& start) {
    HtmlContext end = TRY(walk(nodes, start));
    TRY(checked(end.edge(), line, end));
    return end;
  }

  Result<HtmlContext> joined(const HtmlContext& a, const HtmlContext& b, int line) const {
    auto both = HtmlContext::join(a, b);
    if (!both) return error(line, both.error());
    return *both;
  }

  std::string path_;
};

}  // namespace

Result<void> place_in_html(Template& page) {
  const HtmlContext end = TRY(Placement(page.path).walk(page.body, {}));
  if (const auto outcome = end.fragment(); !outcome)
    return template_error(page.path, page.page_line, "the template ends " + outcome.error());
  return {};
}

}  // namespace garde::tools
