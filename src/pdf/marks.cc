#include "pdf/marks.h"

#include <fmt/format.h>

namespace garde::pdf {
namespace {

// The end of the string that begins at `at` with "(": past the parenthesis that closes it.
std::size_t end_of_literal(std::string_view content, std::size_t at) {
  int depth = 0;
  for (; at < content.size(); ++at) {
    if (content[at] == '\\') {
      ++at;
    } else if (content[at] == '(') {
      ++depth;
    } else if (content[at] == ')' && --depth == 0) {
      return at + 1;
    }
  }
  return content.size();
}

}  // namespace

std::optional<std::string> named_marks(std::string_view content, std::span<const std::string> names) {
  constexpr std::string_view kAnyMark = "/P << /MCID ";
  std::string result;
  std::size_t next = 0;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < content.size();) {
    if (content[at] == '(') {
      at = end_of_literal(content, at);
    } else if (!content.substr(at).starts_with(kAnyMark)) {
      ++at;
    } else {
      const std::string mark = fmt::format("{}{} >> BDC", kAnyMark, next);
      if (next == names.size() || !content.substr(at).starts_with(mark)) return std::nullopt;
      result += content.substr(copied, at - copied);
      result += names[next].empty() ? "/Artifact BMC" : fmt::format("{} << /MCID {} >> BDC", names[next], next);
      at += mark.size();
      copied = at;
      ++next;
    }
  }
  if (next != names.size()) return std::nullopt;
  result += content.substr(copied);
  return result;
}

}  // namespace garde::pdf
