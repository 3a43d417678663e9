#include "contacts/email.h"

#include <algorithm>
#include <vector>

namespace garde::contacts {
namespace {

constexpr std::size_t kMaxLocal = 64;  // RFC 5321, 4.5.3.1
constexpr std::size_t kMaxLabel = 63;  // RFC 1035

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_word_character(char c) {
  constexpr std::string_view kOthers = "-_+'&!#$%*/=?^`{|}~";
  return is_letter_or_digit(c) || kOthers.find(c) != std::string_view::npos;
}

bool is_word(std::string_view word) { return !word.empty() && std::ranges::all_of(word, is_word_character); }

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabel && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (text.size() > kMaxEmail || at == std::string_view::npos || at == 0 || at > kMaxLocal) return false;
  const std::vector<std::string_view> labels = parts_of(text.substr(at + 1));
  const bool numeric_end = std::ranges::all_of(labels.back(), [](char c) { return c >= '0' && c <= '9'; });
  return labels.size() >= 2 && !numeric_end && std::ranges::all_of(labels, is_label) &&
         std::ranges::all_of(parts_of(text.substr(0, at)), is_word);
}

}  // namespace garde::contacts
