// How long a password lasts against somebody who guesses well, and what the CNIL's formula says of it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/audit/word_lists.h"
#include "accounts/exports/secret_string.h"

namespace garde::accounts {

// Guessability: log2 of the guesses needed by one who knows what people in France type. zxcvbn estimates what no list
// or keyboard of ours explains; it knows English words, dates, sequences and repeats.
class GuessEstimator {
 public:
  explicit GuessEstimator(const WordLists& words) : words_(words) {}  // must outlive this

  // `own_words` are those of the account itself: its site, its login. Only the first kMaxScored characters are
  // looked at: nobody guesses past them.
  double bits(SecretString password, std::span<const std::string> own_words);

  static constexpr std::size_t kMaxScored = 100;

 private:
  const WordLists& words_;
  SecretPool scratch_;  // for one password after the other: locked memory is dear to come by
};

// The formula of the CNIL, E = length × log2(N): N adds 26 for small letters, 26 for capitals, 10 for digits and 37 for
// everything else. It supposes that each character is drawn at random, which passwords of people are not.
double cnil_bits(SecretString password);

// The three cases of its recommendation, each met by its bits or by one of the examples published with it: twelve
// characters of all four kinds make 79.55 bits and are its first example of 80.
enum class CnilCase : std::uint8_t {
  alone,        // 80 bits: the password is the only protection
  restricted,   // 50 bits: attempts are limited
  device_code,  // 13 bits: it unlocks a device one holds, which blocks itself
  none,
};
CnilCase cnil_case(SecretString password);
std::string_view name(CnilCase met);  // "restricted"

}  // namespace garde::accounts
