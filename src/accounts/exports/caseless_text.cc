#include "accounts/exports/caseless_text.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

namespace garde::accounts {
namespace {

void take_apart(char32_t code, BaseLetters& letters) {
  std::array<ucs4_t, UC_DECOMPOSITION_MAX_LENGTH> parts{};
  int kind = 0;
  const int count = uc_decomposition(code, &kind, parts.data());
  if (count > 0) {
    for (int i = 0; i < count; ++i) take_apart(parts.at(static_cast<std::size_t>(i)), letters);
    return;
  }
  const ucs4_t lower = uc_tolower(code);
  if (lower != code) return take_apart(lower, letters);
  if (uc_is_general_category(code, UC_MARK) || letters.size == letters.codes.size()) return;
  letters.codes.at(letters.size++) = code;
}

}  // namespace

std::string caseless(std::string_view text) {
  std::size_t size = 0;
  const std::unique_ptr<std::uint8_t, decltype(&std::free)> folded(
      u8_casefold(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr, UNINORM_NFC, nullptr,
                  &size),
      &std::free);
  if (text.empty()) return {};
  if (folded == nullptr) throw std::bad_alloc();  // what is no UTF-8 is replaced, and no reason
  return {reinterpret_cast<const char*>(folded.get()), size};
}

BaseLetters base_letters(char32_t code) {
  BaseLetters letters;
  take_apart(code, letters);
  return letters;
}

}  // namespace garde::accounts
