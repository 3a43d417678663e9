#include "formats/json.h"

#include <algorithm>

#include <boost/json/basic_parser_impl.hpp>

namespace garde::formats {

// What Boost.JSON calls. Its own names and limits are prescribed by the library.
class JsonParser::Events {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = kMaxText;
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  using Code = boost::json::error_code;
  using Text = boost::json::string_view;

  explicit Events(JsonVisitor& visitor) : visitor_(visitor) {}

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code& code) { return begin() || accept(visitor_.on_object_begin(), code); }
  bool on_object_end(std::size_t, Code& code) { return end() || accept(visitor_.on_object_end(), code); }
  bool on_array_begin(Code& code) { return begin() || accept(visitor_.on_array_begin(), code); }
  bool on_array_end(std::size_t, Code& code) { return end() || accept(visitor_.on_array_end(), code); }
  bool on_key_part(Text part, std::size_t, Code& code) { return skipping() || append(part, code); }
  bool on_key(Text rest, std::size_t, Code& code) {
    if (skipping()) return true;
    return with_text(rest, code, [&](std::string_view key) {
      if (visitor_.on_key(key) == JsonVisitor::Want::skip) skipped_depth_ = 1;
      return true;
    });
  }
  bool on_string_part(Text part, std::size_t, Code& code) { return skipping() || append(part, code); }
  bool on_string(Text rest, std::size_t, Code& code) {
    if (scalar()) return true;
    return with_text(rest, code, [&](std::string_view text) { return visitor_.on_string(text); });
  }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t value, Text, Code& code) {
    if (scalar()) return true;
    return accept(value < 0 ? visitor_.on_other() : visitor_.on_unsigned(static_cast<std::uint64_t>(value)), code);
  }
  bool on_uint64(std::uint64_t value, Text, Code& code) {
    return scalar() || accept(visitor_.on_unsigned(value), code);
  }
  bool on_double(double, Text, Code& code) { return scalar() || accept(visitor_.on_other(), code); }
  bool on_bool(bool, Code& code) { return scalar() || accept(visitor_.on_other(), code); }
  bool on_null(Code& code) { return scalar() || accept(visitor_.on_null(), code); }
  bool on_comment_part(Text, Code&) { return false; }
  bool on_comment(Text, Code&) { return false; }

  bool has_long_text() const { return has_long_text_; }

 private:
  // Depth 1 is "the value that comes next is skipped", deeper is inside it.
  bool skipping() const { return skipped_depth_ > 0; }
  bool begin() {
    if (skipping()) ++skipped_depth_;
    return skipping();
  }
  bool end() {
    if (!skipping()) return false;
    if (--skipped_depth_ == 1) skipped_depth_ = 0;
    return true;
  }
  bool scalar() {
    if (!skipping()) return false;
    if (skipped_depth_ == 1) skipped_depth_ = 0;
    return true;
  }
  static bool accept(bool accepted, Code& code) {
    if (!accepted) code = boost::json::error::syntax;
    return accepted;
  }
  bool fits(std::size_t size) {
    has_long_text_ = has_long_text_ || size > kMaxText;
    return !has_long_text_;
  }
  bool append(Text part, Code& code) {
    if (!fits(text_.size() + part.size())) return accept(false, code);
    text_.append(part.data(), part.size());
    return true;
  }
  template <class F>
  bool with_text(Text rest, Code& code, F&& use) {
    if (text_.empty()) return accept(fits(rest.size()) && use({rest.data(), rest.size()}), code);
    if (!append(rest, code)) return false;
    const bool accepted = use(text_);
    text_.clear();
    return accept(accepted, code);
  }

  JsonVisitor& visitor_;
  std::string text_;  // the beginning of a text cut by the end of a piece
  std::size_t skipped_depth_ = 0;
  bool has_long_text_ = false;
};

struct JsonParser::Engine {
  explicit Engine(JsonVisitor& visitor) : parser(options(), visitor) {}
  static boost::json::parse_options options() {
    boost::json::parse_options options;
    options.max_depth = kMaxDepth;
    return options;
  }
  boost::json::basic_parser<Events> parser;
  bool is_too_deep = false;
};

JsonParser::JsonParser(JsonVisitor& visitor) : engine_(std::make_unique<Engine>(visitor)) {}
JsonParser::JsonParser(JsonParser&&) noexcept = default;
JsonParser& JsonParser::operator=(JsonParser&&) noexcept = default;
JsonParser::~JsonParser() = default;

bool JsonParser::feed(std::span<const std::byte> bytes) {
  if (!problem_.empty()) return false;
  auto& parser = engine_->parser;
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  boost::json::error_code code;
  const std::size_t used = parser.write_some(true, text, bytes.size(), code);
  const std::string_view rest(text + used, bytes.size() - used);
  if (code) {
    engine_->is_too_deep = code == boost::json::error::too_deep;
    problem_ = code == boost::json::error::syntax ? "not of the expected form" : code.message();
  } else if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    problem_ = "something follows the document";
  }
  return problem_.empty();
}

bool JsonParser::exceeds_limits() const { return engine_->is_too_deep || engine_->parser.handler().has_long_text(); }

bool JsonParser::finish() {
  if (!problem_.empty()) return false;
  boost::json::error_code code;
  if (!engine_->parser.done()) engine_->parser.write_some(false, "", 0, code);
  if (code) problem_ = code.message();
  return problem_.empty();
}

std::string parse_json(std::span<const std::byte> bytes, JsonVisitor& visitor) {
  JsonParser parser(visitor);
  if (parser.feed(bytes)) parser.finish();
  return parser.problem();
}

}  // namespace garde::formats
