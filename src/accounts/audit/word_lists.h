// Words that people in France build passwords from, read from content/accounts/words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "content/table.h"

namespace garde::accounts {

class WordLists {
 public:
  // The longest word looked for, and the shortest: in two letters there is always a word.
  static constexpr std::size_t kShortest = 3;
  static constexpr std::size_t kLongest = 24;

  // What is wrong with a list is added to `problems`.
  static WordLists read(const content::Files& files, content::Problems& problems);

  // A word known to whoever aims at this very practice: its town, its doctors, its software.
  void add_own(std::string_view word);

  // How many bits a guesser needs who goes through the list it stands in, the most common first.
  std::optional<double> bits(std::string_view folded_word) const;
  std::size_t size() const { return bits_.size(); }

  // Whether a password, its ASCII letters in lower case, is one of the most common: of those lists that hold whole
  // passwords and not words.
  bool is_common_password(std::string_view lower) const { return common_.contains(lower); }
  std::size_t common_passwords() const { return common_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>{}(word); }
  };
  void add(std::string_view word, double bits);

  // Bit n of a slot: some word of n characters begins with the three of the slot. Nearly no part of a password is a
  // word, and this says so without going through the map.
  static constexpr std::size_t kSlots = 1U << 14U;
  static std::size_t slot_of(std::string_view word);
  std::vector<std::uint32_t> lengths_ = std::vector<std::uint32_t>(kSlots);

  std::unordered_map<std::string, float, Hash, std::equal_to<>> bits_;  // of a word in several lists, the least
  std::unordered_set<std::string, Hash, std::equal_to<>> common_;
};

}  // namespace garde::accounts
