#include "tools/template_syntax.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.h"

namespace garde::tools {
namespace {

constexpr std::string_view kBlank = " \t\r\n";
// Words that open a tag, so that no alias can hide them, and names the generated code uses.
const std::set<std::string_view> kKeywords{"page", "layout",  "text",    "each", "if",  "else", "end",
                                           "as",   "include", "content", "not",  "out", "garde"};

// A stretch of the source: literal markup, or the inside of a tag.
struct Piece {
  bool is_tag = false;
  std::string_view text;
  int line = 0;
};

struct Token {
  std::string text;
  bool is_quoted = false;
};

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_./-").find(c) != std::string_view::npos;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// The key of a sentence: "plan.due-soon".
bool is_key(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_word_character(c) && c != '/'; });
}

bool is_type_name(std::string_view text) {
  return !text.empty() && text.front() >= 'A' && text.front() <= 'Z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_word_character(c) && c != '.' && c != '/' && c != '-'; });
}

bool prints(const Piece& piece) {
  if (!piece.is_tag) return piece.text.find_first_not_of(kBlank) != std::string_view::npos;
  static constexpr std::array<std::string_view, 8> kSilent{"page", "layout", "each",    "if",
                                                           "else", "end",    "include", "content"};
  const std::string_view tag = trimmed(piece.text);
  const std::string_view word = tag.substr(0, tag.find_first_of(kBlank));
  return !tag.starts_with('!') && std::find(kSilent.begin(), kSilent.end(), word) == kSilent.end();
}

class Parser {
 public:
  Parser(std::string_view path, std::string_view source) : path_(path), source_(source) {}

  Result<Template> parse() {
    if (const std::size_t bad = find_invalid_utf8(source_); bad != std::string_view::npos)
      return error(line_of(bad), "not UTF-8");
    TRY(split());
    result_.path = path_;
    TRY(parse_declarations());
    std::vector<Node> body = TRY(parse_nodes());
    if (next_ < pieces_.size())
      return error(pieces_[next_].line, "nothing is open here that {{else}} or {{end}} could belong to");
    result_.body = std::move(body);
    return std::move(result_);
  }

 private:
  Error error(int line, std::string detail) const { return template_error(path_, line, std::move(detail)); }

  int line_of(std::size_t offset) const {
    return 1 +
           static_cast<int>(std::count(source_.begin(), source_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
  }

  // Cuts the source into markup, one piece a line, and tags; then takes out the lines that print nothing.
  Result<void> split() {
    std::size_t at = 0;
    int line = 1;
    while (at < source_.size()) {
      Piece piece{false, {}, line};
      if (source_.substr(at).starts_with("{{")) {
        const std::size_t end = source_.find("}}", at);
        if (end == std::string_view::npos) return error(line, "{{ without }}");
        piece = {true, source_.substr(at + 2, end - at - 2), line};
        if (piece.text.find("{{") != std::string_view::npos) return error(line, "{{ inside a tag");
        at = end + 2;
      } else {
        const std::size_t end = std::min(source_.find("{{", at), source_.size());
        const std::size_t newline = source_.substr(0, end).find('\n', at);
        piece.text = source_.substr(at, newline == std::string_view::npos ? end - at : newline + 1 - at);
        at += piece.text.size();
      }
      line += static_cast<int>(std::count(piece.text.begin(), piece.text.end(), '\n'));
      pieces_.push_back(piece);
    }
    drop_silent_lines();
    return {};
  }

  void drop_silent_lines() {
    std::set<int> with_tag;
    std::set<int> printing;
    for (const Piece& piece : pieces_) {
      const int last = piece.line + static_cast<int>(std::count(piece.text.begin(), piece.text.end(), '\n'));
      for (int line = piece.line; piece.is_tag && line <= last; ++line) with_tag.insert(line);
      if (prints(piece)) printing.insert(piece.line);
    }
    std::erase_if(pieces_, [&](const Piece& piece) {
      return !piece.is_tag && with_tag.contains(piece.line) && !printing.contains(piece.line);
    });
  }

  // The words of a tag; "=" is one.
  Result<std::vector<Token>> tokens_of(const Piece& piece) const {
    std::vector<Token> tokens;
    std::string_view rest = piece.text;
    while (true) {
      rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
      if (rest.empty()) return tokens;
      if (rest.front() == '"') {
        const std::size_t close = rest.find('"', 1);
        if (close == std::string_view::npos) return error(piece.line, "a quotation mark is not closed");
        tokens.push_back({std::string(rest.substr(1, close - 1)), true});
        rest.remove_prefix(close + 1);
        continue;
      }
      const auto stop = std::find_if_not(rest.begin(), rest.end(), is_word_character);
      const std::size_t size = rest.front() == '=' ? 1 : static_cast<std::size_t>(stop - rest.begin());
      if (size == 0) return error(piece.line, fmt::format("'{}' has no place in a tag", first_code_points(rest, 1)));
      tokens.push_back({std::string(rest.substr(0, size)), false});
      rest.remove_prefix(size);
    }
  }

  Result<void> parse_declarations() {
    skip_remarks();
    const std::string what = "a template starts with {{page HEADER VIEW}}, as in {{page web/plan_pages.h PlanPage}}";
    if (next_ == pieces_.size() || !pieces_[next_].is_tag) return error(1, what);
    const Piece& piece = pieces_[next_++];
    const auto page = TRY(tokens_of(piece));
    if (page.size() != 3 || page[0].text != "page" || !page[1].text.ends_with(".h") || !is_type_name(page[2].text))
      return error(piece.line, what);
    result_.header = page[1].text;
    result_.view = page[2].text;
    result_.page_line = piece.line;
    skip_remarks();
    if (next_ == pieces_.size() || !pieces_[next_].is_tag) return {};
    const Piece& second = pieces_[next_];
    const auto layout = TRY(tokens_of(second));
    if (layout.empty() || layout[0].text != "layout") return {};
    ++next_;
    result_.layout = TRY(parse_include(second, layout));
    result_.layout_line = second.line;
    return {};
  }

  void skip_remarks() {
    while (next_ < pieces_.size() && pieces_[next_].is_tag && trimmed(pieces_[next_].text).starts_with('!')) ++next_;
  }

  // Up to the end, or up to an {{else}} or {{end}}, which is left to the caller.
  Result<std::vector<Node>> parse_nodes() {
    std::vector<Node> nodes;
    for (; next_ < pieces_.size(); ++next_) {
      const Piece& piece = pieces_[next_];
      if (!piece.is_tag) {
        nodes.push_back({piece.line, Literal{std::string(piece.text)}});
        continue;
      }
      if (trimmed(piece.text).starts_with('!')) continue;
      const auto tokens = TRY(tokens_of(piece));
      if (tokens.empty()) return error(piece.line, "an empty tag");
      const std::string_view word = tokens[0].text;
      if (word == "end" || word == "else") {
        if (tokens.size() > 1) return error(piece.line, fmt::format("{{{{{}}}}} stands alone", word));
        return nodes;
      }
      nodes.push_back(TRY(parse_tag(piece, tokens)));
    }
    return nodes;
  }

  Result<Node> parse_tag(const Piece& piece, const std::vector<Token>& tokens) {
    const std::string_view word = tokens[0].text;
    if (tokens[0].is_quoted) return error(piece.line, "a tag starts with a word or a member");
    if (word == "page" || word == "layout")
      return error(piece.line, fmt::format("{{{{{}}}}} stands once, at the top of the template", word));
    if (word == "each") return parse_each(piece, tokens);
    if (word == "if") return parse_if(piece, tokens);
    if (word == "text") return parse_sentence(piece, tokens);
    if (word == "include") return Node {
        piece.line, TRY(parse_include(piece, tokens))
      };
    if (word == "content") {
      if (tokens.size() > 1) return error(piece.line, "{{content}} stands alone");
      return Node{piece.line, Content{}};
    }
    if (tokens.size() > 1)
      return error(piece.line, fmt::format("'{}' opens no tag that takes something: page, layout, text, each, if, "
                                           "include are the ones",
                                           word));
    TRY(check_expression(piece, tokens[0]));
    return Node{piece.line, Value{tokens[0].text}};
  }

  Result<Node> parse_each(const Piece& piece, const std::vector<Token>& tokens) {
    if (tokens.size() != 4 || tokens[2].text != "as") return error(piece.line, "expected {{each MEMBER as NAME}}");
    TRY(check_expression(piece, tokens[1]));
    Each each{tokens[1].text, tokens[3].text, {}};
    TRY(open_alias(piece, each.alias));
    ++next_;
    each.body = TRY(parse_nodes());
    scope_.erase(each.alias);
    if (TRY(closing_word(piece, "each")) == "else") return error(pieces_[next_].line, "{{each}} has no {{else}}");
    return Node{piece.line, std::move(each)};
  }

  Result<Node> parse_if(const Piece& piece, std::vector<Token> tokens) {
    If condition;
    if (tokens.size() > 1 && tokens[1].text == "not") {
      condition.is_negated = true;
      tokens.erase(tokens.begin() + 1);
    }
    const bool has_alias = tokens.size() == 4 && tokens[2].text == "as" && !condition.is_negated;
    if (tokens.size() != 2 && !has_alias)
      return error(piece.line, "expected {{if MEMBER}}, {{if not MEMBER}} or {{if MEMBER as NAME}}");
    TRY(check_expression(piece, tokens[1]));
    condition.expression = tokens[1].text;
    if (has_alias) {
      condition.alias = tokens[3].text;
      TRY(open_alias(piece, condition.alias));
    }
    ++next_;
    condition.body = TRY(parse_nodes());
    if (has_alias) scope_.erase(condition.alias);
    if (TRY(closing_word(piece, "if")) == "else") {
      ++next_;
      condition.otherwise = TRY(parse_nodes());
      if (TRY(closing_word(piece, "if")) == "else") return error(pieces_[next_].line, "a second {{else}}");
    }
    return Node{piece.line, std::move(condition)};
  }

  Result<Node> parse_sentence(const Piece& piece, const std::vector<Token>& tokens) {
    const std::string what = "expected {{text \"KEY\" name=MEMBER …}}";
    if (tokens.size() < 2 || tokens.size() % 3 != 2 || !tokens[1].is_quoted || !is_key(tokens[1].text))
      return error(piece.line, what);
    Sentence sentence{tokens[1].text, {}};
    for (std::size_t i = 2; i < tokens.size(); i += 3) {
      if (!is_name(tokens[i].text) || tokens[i + 1].text != "=") return error(piece.line, what);
      TRY(check_expression(piece, tokens[i + 2]));
      sentence.parameters.emplace_back(tokens[i].text, tokens[i + 2].text);
    }
    return Node{piece.line, std::move(sentence)};
  }

  Result<Include> parse_include(const Piece& piece, const std::vector<Token>& tokens) const {
    if (tokens.size() != 3 || !tokens[1].is_quoted)
      return error(piece.line, fmt::format("expected {{{{{} \"FOLDER/NAME.html\" MEMBER}}}}", tokens[0].text));
    TRY(check_expression(piece, tokens[2]));
    return Include{tokens[1].text, tokens[2].text};
  }

  // The {{else}} or {{end}} that parse_nodes stopped at.
  Result<std::string> closing_word(const Piece& opening, std::string_view what) const {
    if (next_ == pieces_.size())
      return error(opening.line, fmt::format("{{{{{}}}}} is not closed by an {{{{end}}}}", what));
    return std::string(trimmed(pieces_[next_].text));
  }

  Result<void> open_alias(const Piece& piece, const std::string& alias) {
    if (!is_name(alias) || kKeywords.contains(alias))
      return error(piece.line, fmt::format("'{}' cannot be the name of a value", alias));
    if (!scope_.insert(alias).second) return error(piece.line, fmt::format("'{}' already names a value here", alias));
    return {};
  }

  Result<void> check_expression(const Piece& piece, const Token& token) const {
    std::string_view rest = token.text;
    const std::string root(rest.substr(0, rest.find('.')));
    bool is_path = !token.is_quoted;
    while (is_path && !rest.empty()) {
      const std::size_t dot = std::min(rest.find('.'), rest.size());
      is_path = is_name(rest.substr(0, dot)) && dot + 1 != rest.size();
      rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    if (!is_path || token.text.empty())
      return error(piece.line, fmt::format("'{}' is not a member: expected a path such as page.title", token.text));
    if (!scope_.contains(root))
      return error(piece.line,
                   fmt::format("nothing is named '{}' here; there is {}", root, fmt::join(scope_, " and ")));
    return {};
  }

  std::string path_;
  std::string_view source_;
  std::vector<Piece> pieces_;
  std::size_t next_ = 0;
  std::set<std::string> scope_{"page"};
  Template result_;
};

}  // namespace

Error template_error(std::string_view path, int line, std::string detail) {
  return {ErrorKind::invalid_input, fmt::format("{}:{}", path, line), std::nullopt, std::move(detail)};
}

Result<Template> parse_template(std::string_view path, std::string_view source) { return Parser(path, source).parse(); }

}  // namespace garde::tools
