#include "formats/zip/names.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace garde::formats::zip {
namespace {

// What stands above ASCII, as UTF-16.
constexpr std::u16string_view kCp850 =
    u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´"
    u"\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";
constexpr std::u16string_view kCp437 =
    u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡"
    u"±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";
constexpr std::u16string_view kCp1252 =
    u"€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍ"
    u"ÎÏÐÑ"
    u"ÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
static_assert(kCp850.size() == 128 && kCp437.size() == 128 && kCp1252.size() == 128);

constexpr std::array kPages = {CodePage::cp850, CodePage::cp437, CodePage::cp1252};

char16_t character(char c, CodePage page) {
  const std::size_t at = static_cast<unsigned char>(c) - 0x80U;
  switch (page) {
    case CodePage::cp850: return kCp850[at];
    case CodePage::cp437: return kCp437[at];
    case CodePage::cp1252: break;
  }
  return kCp1252[at];
}

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// How well a character stands in a name behind another: a letter in use here, a sign that people type, or neither.
int score(char16_t c, char before) {
  constexpr std::u16string_view kSmall = u"àâäáãåæçéèêëíîïñóôöõøœßúùûüÿ";
  constexpr std::u16string_view kLarge = u"ÀÂÄÁÃÅÆÇÉÈÊËÍÎÏÑÓÔÖÕØŒÚÙÛÜŸ";
  constexpr std::u16string_view kSigns = u"°«»’‘–—…€º²\u00a0";
  if (kSmall.find(c) != std::u16string_view::npos) return 3;
  const bool is_within_small_letters = before >= 'a' && before <= 'z';
  if (kLarge.find(c) != std::u16string_view::npos) return is_within_small_letters ? -1 : 3;
  if (kSigns.find(c) != std::u16string_view::npos) return 1;
  return -2;
}

void append_utf8(std::string& text, char16_t c) {
  if (c < 0x800) {
    text += static_cast<char>(0xC0U | c >> 6U);
  } else {
    text += static_cast<char>(0xE0U | c >> 12U);
    text += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
  }
  text += static_cast<char>(0x80U | (c & 0x3FU));
}

}  // namespace

CodePage code_page_of(std::span<const std::string_view> names) {
  std::array<std::int64_t, kPages.size()> scores{};
  for (const std::string_view name : names) {
    if (std::ranges::none_of(name, is_high) || is_utf8(name)) continue;
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (!is_high(name[i])) continue;
      for (std::size_t page = 0; page < kPages.size(); ++page)
        scores[page] += score(character(name[i], kPages[page]), i == 0 ? '/' : name[i - 1]);
    }
  }
  return kPages[static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin())];
}

std::string decoded(std::string_view name, CodePage page) {
  if (is_utf8(name)) return std::string(name);
  std::string text;
  for (const char c : name) {
    if (is_high(c))
      append_utf8(text, character(c, page));
    else
      text += c;
  }
  return text;
}

}  // namespace garde::formats::zip
