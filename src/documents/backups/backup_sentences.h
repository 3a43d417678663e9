// What a check found and how far it looked, in the sentences that the terminal, the pages and the proof share.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "backups/check.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

// One sentence of a finding, its names made readable and its times those of the practice.
std::string finding_sentence(const backups::Finding& finding, const text::Catalogue& texts, const text::Zone& zone);

// "copie simple": how a backup is made, as a person calls it.
std::string kind_words(formats::Kind kind, const text::Catalogue& texts);

// "4 min", "moins d’une minute": a length as a person plans with it, rounded up.
std::string length_sentence(std::chrono::milliseconds length, const text::Catalogue& texts);

// How much a verdict about files rests on, and what was left out of it and why: nothing where all was judged.
std::vector<std::string> share_sentences(const backups::Check& check, const text::Catalogue& texts);

// How deep was looked and how much of it, as sentences.
std::vector<std::string> reach_sentences(const backups::CheckRun& run, const text::Catalogue& texts);

}  // namespace garde::documents
