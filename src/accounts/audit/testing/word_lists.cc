#include "accounts/audit/testing/word_lists.h"

#include "base/result.h"
#include "base/testing/source_directory.h"

namespace garde::accounts::testing {

const WordLists& shipped_word_lists() {
  static const WordLists kLists = [] {
    content::Problems problems;
    const auto files = content::Files::from_directory(source_directory() / "content");
    GARDE_CHECK(files.has_value());
    WordLists lists = WordLists::read(*files, problems);
    GARDE_CHECK(problems.empty());
    return lists;
  }();
  return kLists;
}

}  // namespace garde::accounts::testing
