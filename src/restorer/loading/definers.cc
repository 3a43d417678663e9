#include "restorer/loading/definers.h"

#include <algorithm>
#include <string_view>

namespace garde::restorer::loading {
namespace {

constexpr std::string_view kDefiner = "DEFINER";
// "DEFINER = `a name of 128 characters` @ `a host of 255`", each of up to four bytes and doubled quotes; longer is
// none.
constexpr std::size_t kLongest = 4096;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 128;
}
bool is_quote(char c) { return c == '\'' || c == '"' || c == '`'; }

bool starts_with_definer(std::string_view text) {
  return text.size() >= kDefiner.size() &&
         std::ranges::equal(text.substr(0, kDefiner.size()), kDefiner, {},
                            [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
}

// Reads over what the syntax of an account allows.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool blank() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\t' || text_[0] == '\n' || text_[0] == '\r'))
      text_.remove_prefix(1);
    return true;
  }
  bool sign(char wanted) {
    if (text_.empty() || text_[0] != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool name() {
    if (text_.empty()) return false;
    if (!is_quote(text_[0])) {
      const auto end =
          std::ranges::find_if_not(text_, [](char c) { return is_word(c) || c == '.' || c == '%' || c == '-'; });
      const auto size = static_cast<std::size_t>(end - text_.begin());
      text_.remove_prefix(size);
      return size > 0;
    }
    const std::size_t end = text_.find(text_[0], 1);
    if (end == std::string_view::npos) return false;
    text_.remove_prefix(end + 1);
    return true;
  }
  std::size_t left() const { return text_.size(); }

 private:
  std::string_view text_;
};

// The length of a definer at the start of a text; 0 when there is none.
std::size_t definer_at(std::string_view text) {
  if (!starts_with_definer(text)) return 0;
  Cursor cursor(text.substr(kDefiner.size()));
  if (!cursor.blank() || !cursor.sign('=') || !cursor.blank() || !cursor.name()) return 0;
  std::size_t end = text.size() - cursor.left();
  if (cursor.blank() && cursor.sign('@') && cursor.blank() && cursor.name()) end = text.size() - cursor.left();
  return end;
}

}  // namespace

std::span<const std::byte> DefinerFilter::give(std::size_t end) {
  const auto bytes = std::as_bytes(std::span(held_)).first(end);
  given_.assign(bytes.begin(), bytes.end());
  held_.erase(0, end);
  at_ -= end;
  return given_;
}

std::span<const std::byte> DefinerFilter::take(std::span<const std::byte> piece) {
  held_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  // Whatever begins this far from the end is there whole.
  while (at_ + kLongest < held_.size()) step();
  return give(at_);
}

std::span<const std::byte> DefinerFilter::rest() {
  while (at_ < held_.size()) step();
  return give(at_);
}

// One byte further, or past what a definer or a backslash takes.
void DefinerFilter::step() {
  const char c = held_[at_];
  const bool begins_line_comment = c == '#' || std::string_view(held_).substr(at_, 3) == "-- ";
  if (quote_ != 0) {
    if (c == '\\' && (quote_ == '\'' || quote_ == '"') && at_ + 1 < held_.size())
      ++at_;
    else if (c == quote_)
      quote_ = 0;
  } else if (is_quote(c)) {
    quote_ = c;
  } else if (begins_line_comment) {
    quote_ = '\n';  // an apostrophe in it begins nothing
  } else if (!is_word(before_)) {
    if (const std::size_t length = definer_at(std::string_view(held_).substr(at_, kLongest)); length > 0) {
      std::fill_n(held_.begin() + static_cast<std::ptrdiff_t>(at_), length, ' ');
      at_ += length - 1;
    }
  }
  before_ = held_[at_];
  ++at_;
}

}  // namespace garde::restorer::loading
