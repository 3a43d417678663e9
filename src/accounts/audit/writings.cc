#include "accounts/audit/writings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/base64.h"

namespace garde::accounts {
namespace {

void append_utf8(std::string& bytes, char32_t code) {
  const auto put = [&](char32_t bits) { bytes += static_cast<char>(bits); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0U | code >> 6U), put(0x80U | (code & 0x3FU));
  if (code < 0x10000) return put(0xE0U | code >> 12U), put(0x80U | (code >> 6U & 0x3FU)), put(0x80U | (code & 0x3FU));
  put(0xF0U | (code >> 18U & 7U)), put(0x80U | (code >> 12U & 0x3FU)), put(0x80U | (code >> 6U & 0x3FU)),
      put(0x80U | (code & 0x3FU));
}

// The number of exactly `digits`, in hexadecimal.
std::optional<char32_t> hexadecimal(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  const char* const end = text.data() + at + digits;
  const auto [stopped, code] = std::from_chars(text.data() + at, end, value, 16);
  if (code != std::errc() || stopped != end) return std::nullopt;
  return value;
}

// Something written for something else: how many bytes it takes, and the bytes it means.
struct Meant {
  std::size_t size = 0;
  std::string bytes;
};

std::optional<Meant> byte_after(std::string_view text, std::size_t at, char mark) {
  if (text[at] != mark) return std::nullopt;
  const auto value = hexadecimal(text, at + 1, 2);
  if (!value) return std::nullopt;
  return Meant{3, std::string(1, static_cast<char>(*value))};
}

std::optional<Meant> percent(std::string_view text, std::size_t at) { return byte_after(text, at, '%'); }

std::optional<Meant> quoted_printable(std::string_view text, std::size_t at) {
  for (const std::string_view soft : {"=\r\n", "=\n"})
    if (text.substr(at).starts_with(soft)) return Meant{soft.size(), ""};
  return byte_after(text, at, '=');
}

std::optional<Meant> entity(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 10;  // "&#x10FFFF;"
  if (text[at] != '&') return std::nullopt;
  const std::size_t end = text.substr(at, kLongest).find(';');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(at + 1, end - 1);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNames = {
      {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};
  const auto* const known = std::ranges::find(kNames, name, &std::pair<std::string_view, std::string_view>::first);
  if (known != kNames.end()) return Meant{end + 1, std::string(known->second)};
  if (!name.starts_with('#') || name.size() < 2) return std::nullopt;
  const bool hex = name[1] == 'x' || name[1] == 'X';
  const std::string_view digits = name.substr(hex ? 2 : 1);
  std::uint32_t code = 0;
  const auto [stopped, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  if (problem != std::errc() || stopped != digits.data() + digits.size()) return std::nullopt;
  Meant meant{end + 1, ""};
  append_utf8(meant.bytes, code);
  return meant;
}

std::optional<Meant> escape(std::string_view text, std::size_t at) {
  if (text[at] != '\\' || at + 1 >= text.size()) return std::nullopt;
  const std::size_t digits = text[at + 1] == 'u' ? 4 : text[at + 1] == 'x' ? 2 : 0;
  const auto code = digits == 0 ? std::nullopt : hexadecimal(text, at + 2, digits);
  if (!code) return std::nullopt;
  Meant meant{2 + digits, ""};
  append_utf8(meant.bytes, *code);
  return meant;
}

using Decoder = std::optional<Meant> (*)(std::string_view text, std::size_t at);

std::optional<Writing> decoded(const Writing& writing, Decoder decoder) {
  Writing result;
  bool changed = false;
  for (std::size_t at = 0; at < writing.bytes.size();) {
    const auto meant = decoder(writing.bytes, at);
    const std::size_t size = meant ? meant->size : 1;
    const ByteRange from{writing.from[at].begin, writing.from[at + size - 1].end};
    result.bytes += meant ? meant->bytes : std::string(1, writing.bytes[at]);
    result.from.resize(result.bytes.size(), from);
    changed = changed || meant.has_value();
    at += size;
  }
  return changed ? std::optional(std::move(result)) : std::nullopt;
}

bool is_base64(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
         c == '-' || c == '_';
}
bool is_hexadecimal(char c) { return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9'); }

std::optional<std::string> from_base64_run(std::string_view run) {
  std::string padded(run);
  for (char& c : padded) c = c == '-' ? '+' : c == '_' ? '/' : c;
  if (padded.size() % 4 == 1) padded.pop_back();
  padded.resize((padded.size() + 3) / 4 * 4, '=');
  // The last group may hold bits that stand for nothing; without it the others can still be read.
  auto bytes = from_base64(padded);
  if (!bytes) bytes = from_base64(std::string_view(padded).substr(0, padded.size() - 4));
  if (!bytes) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

std::optional<std::string> from_hexadecimal_run(std::string_view run) {
  std::string bytes;
  for (std::size_t at = 0; at + 2 <= run.size(); at += 2) bytes += static_cast<char>(*hexadecimal(run, at, 2));
  return bytes;
}

// Every run of at least `least` such characters that stands for something: all its bytes come from all of it.
template <class IsPart, class Decode>
void add_runs(const Writing& writing, std::size_t least, IsPart is_part, Decode decode, std::vector<Writing>& out) {
  const std::string_view text = writing.bytes;
  for (std::size_t at = 0; at < text.size() && out.size() < kMaxWritings;) {
    std::size_t end = at;
    while (end < text.size() && is_part(text[end])) ++end;
    if (end - at >= least)
      if (auto bytes = decode(text.substr(at, end - at)); bytes && !bytes->empty()) {
        const ByteRange from{writing.from[at].begin, writing.from[end - 1].end};
        const std::size_t size = bytes->size();
        out.push_back({*std::move(bytes), std::vector(size, from)});
      }
    at = end + 1;
  }
}

}  // namespace

std::vector<Writing> writings_of(std::string_view text) {
  constexpr std::size_t kDeepest = 3;      // decodings within each other
  constexpr std::size_t kLeastBase64 = 8;  // characters of six bytes
  constexpr std::size_t kLeastHexadecimal = 12;
  std::vector<Writing> writings(1);
  writings[0].bytes = text;
  for (std::size_t i = 0; i < text.size(); ++i) writings[0].from.push_back({i, i + 1});
  std::size_t begin = 0;
  for (std::size_t depth = 0; depth < kDeepest; ++depth) {
    const std::size_t end = writings.size();
    std::vector<Writing> deeper;
    for (; begin < end; ++begin) {
      for (const Decoder decoder : {percent, quoted_printable, entity, escape})
        if (auto found = decoded(writings[begin], decoder)) deeper.push_back(*std::move(found));
      add_runs(writings[begin], kLeastBase64, is_base64, from_base64_run, deeper);
      add_runs(writings[begin], kLeastHexadecimal, is_hexadecimal, from_hexadecimal_run, deeper);
    }
    for (Writing& writing : deeper)
      if (writings.size() < kMaxWritings) writings.push_back(std::move(writing));
  }
  return writings;
}

}  // namespace garde::accounts
