// What is to be said to a person: a key of content/text and its parameters. text/ makes the sentence.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace garde {

struct Message {
  std::string key;  // "plan.title"
  // Named values for the {name} places of the sentence, already written the French way (text/french.h).
  std::vector<std::pair<std::string, std::string>> params;
  bool operator==(const Message&) const = default;
};

}  // namespace garde
