#include "accounts/audit/concealment.h"

#include <algorithm>
#include <span>
#include <utility>

#include "accounts/audit/writings.h"
#include "accounts/exports/caseless_text.h"
#include "accounts/exports/folded_text.h"
#include "base/utf8.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace garde::accounts {
namespace {

// `on_code(code point, begin, end)` for each character of UTF-8; of any other text every byte is one, as in Latin-1.
template <class OnCode>
void for_each_code_point(std::string_view text, OnCode on_code) {
  const bool utf8 = is_utf8(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t code = utf8 ? next_code_point(text, at) : static_cast<unsigned char>(text[at++]);
    on_code(code, begin, at);
  }
}

// The letters of a secret, where they are wiped.
class FoldedSecret {
 public:
  explicit FoldedSecret(std::string_view text) : memory_(text.size() * kMaxBaseLetters * sizeof(char32_t)) {
    auto* const out = reinterpret_cast<char32_t*>(memory_.bytes().data());
    for_each_code_point(text, [&](char32_t code, std::size_t, std::size_t) {
      const BaseLetters letters = base_letters(code);
      std::copy_n(letters.codes.begin(), letters.size, out + size_);
      size_ += letters.size;
    });
  }
  std::u32string_view letters() const {
    return {reinterpret_cast<const char32_t*>(std::as_const(memory_).bytes().data()), size_};
  }

 private:
  crypto::SecretBytes memory_;
  std::size_t size_ = 0;
};

// One way to read a text: its letters, and which bytes of the text each was made of.
struct Reading {
  std::u32string letters;
  std::vector<ByteRange> from;
};

Reading reading_of(const Writing& writing) {
  Reading reading;
  for_each_code_point(writing.bytes, [&](char32_t code, std::size_t begin, std::size_t end) {
    const BaseLetters letters = base_letters(code);
    for (std::size_t i = 0; i < letters.size; ++i) {
      reading.letters += letters.codes.at(i);
      reading.from.push_back({writing.from[begin].begin, writing.from[end - 1].end});
    }
  });
  return reading;
}

// Where the name of the site stands: begin and end, in letters.
std::vector<ByteRange> places_of(std::u32string_view site, std::u32string_view letters) {
  std::vector<ByteRange> places;
  if (site.empty()) return places;
  for (std::size_t at = 0; (at = letters.find(site, at)) != std::u32string_view::npos; at += site.size())
    places.push_back({at, at + site.size()});
  return places;
}

bool is_word(std::u32string_view letters) {
  return std::ranges::all_of(letters, [](char32_t c) { return c >= U'a' && c <= U'z'; });
}

std::string without(std::string_view text, std::vector<ByteRange> hidden) {
  std::ranges::sort(hidden, {}, &ByteRange::begin);
  std::string shown;
  std::size_t at = 0;
  for (std::size_t i = 0; i < hidden.size();) {
    const std::size_t begin = std::max(hidden[i].begin, at);
    std::size_t end = hidden[i].end;
    for (++i; i < hidden.size() && hidden[i].begin <= end; ++i) end = std::max(end, hidden[i].end);
    shown += std::string(text.substr(at, begin - at)) + "…";
    at = end;
  }
  return shown + std::string(text.substr(at));
}

}  // namespace

std::uint64_t Concealment::hash(std::u32string_view piece) const {
  std::uint64_t mixed = key_;
  for (const char32_t letter : piece) {  // the finaliser of splitmix64, once a letter
    mixed += letter + 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    mixed ^= mixed >> 31U;
  }
  return mixed;
}

Concealment::Concealment() { crypto::fill_random(std::as_writable_bytes(std::span(&key_, 1))); }

void Concealment::add(SecretString password) {
  const FoldedSecret secret(password.reveal());
  const std::u32string_view letters = secret.letters();
  for (std::size_t i = 0; i + kLeastPiece <= letters.size(); ++i)
    pieces_.push_back(hash(letters.substr(i, kLeastPiece)));
}

void Concealment::seal() {
  std::ranges::sort(pieces_);
  const auto [first, last] = std::ranges::unique(pieces_);
  pieces_.erase(first, last);
}

std::string Concealment::shown(std::string_view text, SecretString own, std::string_view site) const {
  constexpr std::size_t kLeastWhole = 4;  // of a password: shorter ones stand in every word
  const FoldedSecret secret(own.reveal());
  const std::u32string_view letters = secret.letters();
  const std::u32string name(site.begin(), site.end());
  const bool site_is_no_secret = is_word(name) && letters != name;
  std::vector<ByteRange> hidden;
  for (const Writing& writing : writings_of(text)) {
    const Reading reading = reading_of(writing);
    const std::u32string_view read = reading.letters;
    const auto hide = [&](std::size_t begin, std::size_t end) {
      hidden.push_back({reading.from[begin].begin, reading.from[end - 1].end});
    };
    const auto names = site_is_no_secret ? places_of(name, read) : std::vector<ByteRange>();
    for (std::size_t i = 0; i + kLeastPiece <= read.size(); ++i) {
      const std::size_t end = i + kLeastPiece;
      const auto touched =
          std::ranges::find_if(names, [&](const ByteRange& place) { return place.begin < end && i < place.end; });
      const bool named = touched != names.end() && touched->begin <= i && end <= touched->end;
      if (named || !std::ranges::binary_search(pieces_, hash(read.substr(i, kLeastPiece)))) continue;
      // What goes on behind the name is more than the name.
      hide(touched == names.end() ? i : std::min(i, touched->begin),
           touched == names.end() ? end : std::max(end, touched->end));
    }
    if (letters.size() >= kLeastPiece || letters.empty()) continue;
    if (letters.size() < kLeastWhole && read == letters) hide(0, read.size());
    if (letters.size() < kLeastWhole) continue;
    for (std::size_t at = 0; (at = read.find(letters, at)) != std::u32string_view::npos; at += letters.size())
      hide(at, at + letters.size());
  }
  return without(text, std::move(hidden));
}

}  // namespace garde::accounts
