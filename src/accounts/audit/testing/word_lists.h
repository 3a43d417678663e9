// The word lists of content/accounts/words, read once for all tests.
#pragma once

#include "accounts/audit/word_lists.h"

namespace garde::accounts::testing {

const WordLists& shipped_word_lists();

}  // namespace garde::accounts::testing
