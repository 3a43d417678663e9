#include "accounts/audit/word_lists.h"

#include <algorithm>
#include <cmath>

#include "accounts/exports/folded_text.h"

namespace garde::accounts {
namespace {

constexpr double kOwnWordBits = 2;  // a handful of words, tried first
constexpr std::size_t kExpectedWords = 1U << 16U;

// Calls `use` with each word of a text and its rank from 1.
template <class Use>
void for_each_word(std::string_view text, const Use& use) {
  double rank = 0;
  for (std::size_t at = 0; (at = text.find_first_not_of(" \n\r\t", at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(" \n\r\t", at), text.size());
    use(text.substr(at, end - at), ++rank);
    at = end;
  }
}

std::string joined(std::string_view name) {
  std::string without(name);
  std::erase(without, '-');
  return without;
}

}  // namespace

WordLists WordLists::read(const content::Files& files, content::Problems& problems) {
  WordLists lists;
  lists.bits_.reserve(kExpectedWords);  // growing step by step costs a fifth of the reading
  for (const content::File* file : files.in("accounts/words")) {
    auto table = content::parse(*file, problems);
    if (!table) continue;
    const auto start = static_cast<double>(table->integer("start", 0, 20));
    const auto words = table->optional_text("words");
    const bool passwords = table->flag("passwords");
    const auto places = table->optional_text("places");  // 75:paris
    if (words.has_value() == places.has_value()) table->problem("one of words and places is expected");
    for_each_word(words.value_or(""), [&](std::string_view word, double rank) {
      lists.add(word, start + std::log2(rank));
      if (passwords) lists.common_.emplace(word);
    });
    for_each_word(places.value_or(""), [&](std::string_view place, double rank) {
      const std::size_t colon = place.find(':');
      if (colon == std::string_view::npos) return table->problem(std::string(place) + " has no number before it");
      const std::string number(place.substr(0, colon));
      const std::string_view name = place.substr(colon + 1);
      // Whoever thinks of a town thinks of its number.
      for (const std::string& written : {std::string(name), joined(name)}) {
        lists.add(written, start + std::log2(rank));
        lists.add(written + number, start + std::log2(rank) + 1);
      }
    });
    table->finish();
  }
  return lists;
}

void WordLists::add_own(std::string_view word) { add(word, kOwnWordBits); }

void WordLists::add(std::string_view word, double bits) {
  std::string key = folded(word);
  if (key.size() < kShortest || key.size() > kLongest) return;
  lengths_[slot_of(key)] |= 1U << key.size();
  const auto [entry, added] = bits_.try_emplace(std::move(key), static_cast<float>(bits));
  if (!added) entry->second = std::min(entry->second, static_cast<float>(bits));
}

std::size_t WordLists::slot_of(std::string_view word) {
  const auto at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(word[i])); };
  return (at(0) * 961 + at(1) * 31 + at(2)) % kSlots;
}

std::optional<double> WordLists::bits(std::string_view folded_word) const {
  if (folded_word.size() < kShortest || folded_word.size() > kLongest) return std::nullopt;
  if ((lengths_[slot_of(folded_word)] >> folded_word.size() & 1U) == 0) return std::nullopt;
  const auto found = bits_.find(folded_word);
  if (found == bits_.end()) return std::nullopt;
  return found->second;
}

}  // namespace garde::accounts
