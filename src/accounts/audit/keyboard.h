// Walks over the keys of a French keyboard.
#pragma once

#include <cstddef>
#include <span>

#include "accounts/exports/folded_text.h"

namespace garde::accounts {

constexpr std::size_t kShortestWalk = 3;

// How many characters from the first of `text` lie on keys each of which is the one before or its neighbour.
std::size_t walk_length(std::span<const FoldedChar> text);

// How many bits a guesser needs who tries walks: by length, turns and mixture of shifted keys. `walk` is one.
double walk_bits(std::span<const FoldedChar> walk);

}  // namespace garde::accounts
