#include "tools/html_context.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace garde::tools {
namespace {

// Attributes that hold an address a browser follows or loads.
const std::set<std::string_view> kAddresses{"href", "src",        "action",     "formaction", "cite",
                                            "data", "poster",     "background", "longdesc",   "manifest",
                                            "icon", "xlink:href", "codebase",   "usemap",     "profile"};
// Attributes whose content is a language of its own, which escaping for HTML does not make safe.
const std::set<std::string_view> kLanguages{"style", "srcdoc", "srcset", "imagesrcset", "ping", "http-equiv",
                                            // of SVG animations, which can set an address
                                            "from", "to", "by", "values"};
const std::set<std::string_view> kRawText{"script",  "style",    "xmp",      "iframe",
                                          "noembed", "noframes", "noscript", "plaintext"};
const std::set<std::string_view> kPlainText{"textarea", "title"};
const std::set<std::string_view> kNewlineEaters{"textarea", "pre", "listing"};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_name_character(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_'; }

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

// True when whatever follows this beginning, percent-encoded, stays on the host it names. "/" alone
// is enough because an encoded value cannot add the second slash of "//host".
bool keeps_its_host(std::string_view start) {
  if (start.empty()) return false;
  if (start.front() == '?' || start.front() == '#') return true;
  if (start.front() == '/') return start.size() == 1 || (start[1] != '/' && start[1] != '\\');
  constexpr std::string_view scheme = "https://";
  const std::size_t slash = start.find('/', scheme.size());
  return start.starts_with(scheme) && slash != std::string_view::npos && slash > scheme.size();
}

}  // namespace

std::optional<HtmlContext::Refusal> HtmlContext::read(std::string_view markup) {
  for (std::size_t i = 0; i < markup.size(); ++i) {
    const char c = markup[i];
    is_newline_eaten_ = false;
    switch (state_) {
      case State::text:
      case State::raw_text:
      case State::plain_text:
        if (c == '<') {
          std::optional<std::string> reason;
          const std::size_t read = read_less_than(markup.substr(i), reason);
          if (reason) return Refusal{i, *reason};
          i += read - 1;
        }
        break;
      case State::value:
        if (c == quote_)
          state_ = State::tag_edge;
        else if (is_address() && !is_address_settled_)
          address_start_ += c;
        break;
      case State::declaration:
        if (c == '>') state_ = State::text;
        break;
      case State::tag_name:
      case State::closing_tag:
      case State::in_tag:
      case State::tag_edge:
      case State::attribute_name:
      case State::after_attribute_name:
      case State::before_value:
        if (!read_tag_character(c)) return Refusal{i, refuse_character(c)};
        break;
    }
  }
  return std::nullopt;
}

// Reads what starts with '<' in text and returns how many characters that took.
std::size_t HtmlContext::read_less_than(std::string_view markup, std::optional<std::string>& reason) {
  if (state_ == State::raw_text || state_ == State::plain_text) {
    const std::string end = "</" + element_;
    if (starts_with_ignoring_case(markup, end) &&
        (markup.size() == end.size() || !is_name_character(markup[end.size()]))) {
      state_ = State::closing_tag;
      return end.size();
    }
    if (markup.starts_with("<!--")) reason = fmt::format("'<!--' changes what <{}> holds", element_);
    return 1;
  }
  const char next = markup.size() > 1 ? markup[1] : '\0';
  if (is_letter(next)) {
    state_ = State::tag_name;
    element_.clear();
    return 1;
  }
  if (next == '/' && markup.size() > 2 && is_letter(markup[2])) {
    state_ = State::closing_tag;
    return 2;
  }
  if (starts_with_ignoring_case(markup, "<!doctype ")) {
    state_ = State::declaration;
    return 2;
  }
  if (markup.starts_with("<!--"))
    reason = "a comment of HTML is sent to the reader: write {{! … }}";
  else
    reason = "'<' is followed by the literal name of an element; write &lt; for the character";
  return 1;
}

// Moves over one character between '<' and '>' but outside of a value; false if it may not stand there.
bool HtmlContext::read_tag_character(char c) {
  if (c == '>' && state_ == State::closing_tag) {
    state_ = State::text;
    return true;
  }
  if (state_ == State::closing_tag) return is_name_character(c) || is_space(c);
  if (c == '>' && state_ != State::before_value) {
    close_tag();
    return true;
  }
  if (is_space(c) || (c == '/' && state_ != State::before_value)) {
    if (state_ == State::attribute_name && is_space(c))
      state_ = State::after_attribute_name;
    else if (state_ != State::before_value && !(state_ == State::after_attribute_name && is_space(c)))
      state_ = State::in_tag;
    return true;
  }
  switch (state_) {
    case State::tag_name: element_ += lower(c); return is_name_character(c);
    case State::in_tag:
      attribute_ = lower(c);
      state_ = State::attribute_name;
      return is_name_character(c);
    case State::attribute_name:
      if (c == '=')
        state_ = State::before_value;
      else
        attribute_ += lower(c);
      return c == '=' || is_name_character(c) || c == '.';
    case State::after_attribute_name:
      if (c == '=') {
        state_ = State::before_value;
        return true;
      }
      attribute_ = lower(c);
      state_ = State::attribute_name;
      return is_name_character(c);
    case State::before_value:
      quote_ = c;
      address_start_.clear();
      is_address_settled_ = false;
      state_ = State::value;
      return c == '"' || c == '\'';
    case State::text:
    case State::raw_text:
    case State::plain_text:
    case State::closing_tag:
    case State::tag_edge:
    case State::value:
    case State::declaration: break;
  }
  return false;
}

void HtmlContext::close_tag() {
  state_ = kRawText.contains(element_)     ? State::raw_text
           : kPlainText.contains(element_) ? State::plain_text
                                           : State::text;
  is_newline_eaten_ = kNewlineEaters.contains(element_);
}

std::string HtmlContext::refuse_character(char c) const {
  if (state_ == State::value) return fmt::format("the value of {} needs quotation marks", attribute_);
  if (state_ == State::tag_edge) return "a space is needed before an attribute";
  return fmt::format("'{}' has no place {}", c, describe());
}

std::string HtmlContext::describe() const {
  switch (state_) {
    case State::text: return "in text";
    case State::raw_text:
    case State::plain_text: return fmt::format("inside <{}>", element_);
    case State::tag_name: return "in the name of an element";
    case State::closing_tag: return "in a closing tag";
    case State::in_tag:
    case State::tag_edge: return fmt::format("between the attributes of <{}>", element_);
    case State::attribute_name:
    case State::after_attribute_name: return "in the name of an attribute";
    case State::before_value: return fmt::format("in the value of {} without quotation marks", attribute_);
    case State::value: return fmt::format("in the attribute {}", attribute_);
    case State::declaration: return "in <!doctype>";
  }
  return {};
}

bool HtmlContext::is_address() const { return kAddresses.contains(attribute_); }

std::optional<std::string> HtmlContext::refuse_attribute() const {
  const bool is_meta_content = element_ == "meta" && attribute_ == "content";
  if (attribute_.starts_with("on") || kLanguages.contains(attribute_) || is_meta_content)
    return fmt::format("the attribute {} is a language of its own: no value can be escaped for it", attribute_);
  return std::nullopt;
}

void HtmlContext::settle_address() {
  if (!is_address() || !keeps_its_host(address_start_)) return;
  is_address_settled_ = true;
  address_start_.clear();
}

tl::expected<Writing, std::string> HtmlContext::value() {
  is_newline_eaten_ = false;
  if (state_ == State::text || state_ == State::plain_text) return Writing::text;
  if (state_ != State::value) return tl::unexpected("a value cannot stand " + describe());
  if (const auto reason = refuse_attribute()) return tl::unexpected(*reason);
  if (!is_address()) return Writing::text;
  settle_address();
  if (is_address_settled_) return Writing::url_part;
  if (!address_start_.empty())
    return tl::unexpected(fmt::format("what follows '{}' could change where {} leads: give the whole address as a Url",
                                      address_start_, attribute_));
  is_address_settled_ = true;
  return Writing::url;
}

HtmlContext::Outcome HtmlContext::sentence() {
  if (state_ == State::value && is_address()) return tl::unexpected("a sentence is not an address: " + attribute_);
  if (const auto writing = value(); !writing) return tl::unexpected(writing.error());
  return {};
}

HtmlContext::Outcome HtmlContext::edge() {
  switch (state_) {
    case State::text:
    case State::plain_text:
    case State::in_tag:
    case State::tag_edge: return {};
    case State::value: settle_address(); return {};
    case State::tag_name:
    case State::attribute_name: state_ = State::tag_edge; return {};
    case State::after_attribute_name: state_ = State::in_tag; return {};
    case State::raw_text:
    case State::closing_tag:
    case State::before_value:
    case State::declaration: break;
  }
  return tl::unexpected("a tag cannot stand " + describe());
}

HtmlContext::Outcome HtmlContext::fragment() const {
  if (state_ != State::text) return tl::unexpected(describe());
  return {};
}

bool HtmlContext::is_same_place(const HtmlContext& other) const {
  if (state_ != other.state_) return false;
  if (state_ == State::text) return true;
  if (element_ != other.element_) return false;
  return state_ != State::value ||
         (attribute_ == other.attribute_ && quote_ == other.quote_ && address_start_ == other.address_start_ &&
          is_address_settled_ == other.is_address_settled_);
}

tl::expected<HtmlContext, std::string> HtmlContext::join(const HtmlContext& a, const HtmlContext& b) {
  const auto is_between_attributes = [](const HtmlContext& c) {
    return c.state_ == State::in_tag || c.state_ == State::tag_edge;
  };
  HtmlContext joined = a;
  if (is_between_attributes(a) && is_between_attributes(b) && a.state_ != b.state_) joined.state_ = State::tag_edge;
  HtmlContext other = b;
  other.state_ = is_between_attributes(b) ? joined.state_ : b.state_;
  if (joined.state_ == State::value && other.state_ == State::value && a.attribute_ == b.attribute_ && a.is_address() &&
      !joined.is_same_place(other))
    return tl::unexpected(fmt::format("the two ways begin the address in {} differently", a.attribute_));
  if (!joined.is_same_place(other))
    return tl::unexpected(fmt::format("one way ends {} and the other {}", a.describe(), b.describe()));
  joined.is_newline_eaten_ = a.is_newline_eaten_ || b.is_newline_eaten_;
  return joined;
}

}  // namespace garde::tools
