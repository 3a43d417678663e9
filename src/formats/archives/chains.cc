#include "formats/archives/chains.h"

#include <algorithm>
#include <array>
#include <map>

namespace garde::formats::archives {
namespace {

struct Word {
  std::string_view text;  // small letters of ASCII, without those that bear an accent where `accented` has them
  Share share;
  bool is_short;
};
// As French and English programs write them, with and without the accented letters.
constexpr auto kWords = std::to_array<Word>({{"complet", Share::whole, false},
                                             {"complete", Share::whole, false},
                                             {"complte", Share::whole, false},
                                             {"full", Share::whole, true},
                                             {"totale", Share::whole, false},
                                             {"differentiel", Share::differential, false},
                                             {"diffrentiel", Share::differential, false},
                                             {"differentielle", Share::differential, false},
                                             {"diffrentielle", Share::differential, false},
                                             {"differential", Share::differential, false},
                                             {"diff", Share::differential, true},
                                             {"dif", Share::differential, true},
                                             {"incremental", Share::incremental, false},
                                             {"incrmental", Share::incremental, false},
                                             {"incrementale", Share::incremental, false},
                                             {"incrmentale", Share::incremental, false},
                                             {"incrementielle", Share::incremental, false},
                                             {"incr", Share::incremental, true},
                                             {"inc", Share::incremental, true}});

bool is_of_a_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// Its letters of ASCII, small: what is left of a word whatever its code page.
std::string letters_of(std::string_view word) {
  std::string letters;
  for (const char c : word) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') letters += c;
  }
  return letters;
}

// Without the word from `from` to `to`, the brackets around it and what set it off.
std::string without(std::string_view series, std::size_t from, std::size_t to) {
  const auto is_at = [&](std::size_t at, std::string_view these) {
    return at < series.size() && these.find(series[at]) != std::string_view::npos;
  };
  if (from > 0 && is_at(from - 1, "([{") && is_at(to, ")]}")) {
    --from;
    ++to;
  }
  if (from > 0 && is_at(from - 1, " -_."))
    --from;
  else if (from == 0 && is_at(to, " -_"))
    ++to;
  return std::string(series.substr(0, from)) + std::string(series.substr(to));
}

}  // namespace

ChainName chain_name(std::string_view series) {
  for (std::size_t at = 0; at < series.size();) {
    if (!is_of_a_word(series[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < series.size() && is_of_a_word(series[end])) ++end;
    const std::string letters = letters_of(series.substr(at, end - at));
    const auto word = std::ranges::find(kWords, letters, &Word::text);
    // A folder, or the whole name, says nothing of one archive.
    if (word != kWords.end() && series.find('/', at) == std::string_view::npos)
      return {word->share, true, word->is_short, without(series, at, end)};
    at = end;
  }
  return {.share = Share::whole, .is_said = false, .is_short_word = false, .series = std::string(series)};
}

void tell_chains(std::vector<StoredArchive>& archives) {
  struct Kinds {
    bool whole = false;
    bool partial = false;
    bool is_plain = false;  // a partial one by a word that means nothing else
  };
  std::map<std::string, Kinds> kinds;
  for (const StoredArchive& archive : archives) {
    const ChainName name = chain_name(archive.series);
    Kinds& of = kinds[name.series];
    of.whole = of.whole || name.share == Share::whole;
    of.partial = of.partial || name.share != Share::whole;
    of.is_plain = of.is_plain || (name.share != Share::whole && !name.is_short_word);
  }
  for (StoredArchive& archive : archives) {
    ChainName name = chain_name(archive.series);
    const Kinds& of = kinds[name.series];
    if (!name.is_said || !of.partial || (!of.whole && !of.is_plain)) continue;
    archive.share = name.share;
    archive.series = std::move(name.series);
  }
}

Bases bases_of(const std::vector<StoredArchive>& archives, std::size_t number) {
  Bases bases;
  Share needs = archives[number].share;
  if (needs == Share::whole) return bases;
  for (std::size_t i = number; i-- > 0;) {
    const StoredArchive& earlier = archives[i];
    if (earlier.series != archives[number].series) continue;
    // A differential one holds all since the full one; an incremental one needs each before it.
    const bool is_needed = earlier.share == Share::whole || needs == Share::incremental;
    if (!is_needed) continue;
    bases.archives.push_back(i);
    if (earlier.share == Share::whole) return bases;
    needs = earlier.share;
  }
  bases.is_complete = false;
  return bases;
}

}  // namespace garde::formats::archives
