// Archives that hold what changed since an earlier one: a full archive, then differential or incremental ones, as
// Cobian, 7-Zip's and many other programs name them. Only together are they a restore point.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/archives/stored_archives.h"

namespace garde::formats::archives {

struct ChainName {
  Share share = Share::whole;
  bool is_said = false;        // by a word of the name
  bool is_short_word = false;  // by one that may mean something else: "inc", "diff"
  std::string series;          // without that word
};
// Of the series of an archive: "Cabinet (Différentiel).zip" is a differential archive of "Cabinet.zip".
ChainName chain_name(std::string_view series);

// Gives each archive its share and its series without the word for it, where both kinds are there or the word is plain.
void tell_chains(std::vector<StoredArchive>& archives);

// The archives that this one needs before it, newest first, by its name: the full one, and for an incremental one those
// between. `archives` by time. Nothing for a whole one; `is_complete` false when the full one is not there.
struct Bases {
  std::vector<std::size_t> archives;
  bool is_complete = true;
};
Bases bases_of(const std::vector<StoredArchive>& archives, std::size_t number);

}  // namespace garde::formats::archives
