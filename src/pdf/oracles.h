// Other people's programs, asked what they see in a file of ours.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace garde::pdf {

// What `command` prints, its errors included, when "{}" in it is replaced by the name of a file that holds `bytes`.
// The exit status stands on the last line, as "exit 0".
std::string ask(const std::string& command, const std::string& bytes);

std::string text_of(const std::string& bytes);            // laid out as on the page
std::string text_of(const std::string& bytes, int page);  // from 1
std::string structure_of(const std::string& bytes);       // as a screen reader walks it

// A word where poppler sees it, in points from the page's top left corner.
struct Word {
  std::size_t page = 0;  // from 1
  double left = 0;
  double top = 0;
  double right = 0;
  double foot = 0;
  std::string text;
};
std::vector<Word> words_of(const std::string& bytes);

}  // namespace garde::pdf
