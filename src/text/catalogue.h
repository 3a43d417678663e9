// Every sentence of content/text: a key and its parameters in, the French sentence out.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "content/table.h"

namespace garde::text {

// A sentence with {name} places. A table holding just `one` and `other` is a plural: the parameter
// `count` chooses, the French way (0 and 1 take `one`).
class Catalogue {
 public:
  // Reads every file of content/text/<language>/. What is wrong is added to `problems`.
  static Catalogue read(const content::Files& files, std::string_view language, content::Problems& problems);

  // The sentence. An unknown key or a missing parameter is our mistake, found by the text-keys test; a
  // page must still show something, so they come out visibly as the key or the {name} itself.
  std::string sentence(const Message& message) const;
  std::string sentence(std::string_view key) const { return sentence(Message{std::string(key), {}}); }
  bool has(std::string_view key) const;

  std::vector<std::string> keys() const;

 private:
  struct Entry {
    std::string one;  // empty unless the sentence has a plural
    std::string other;
  };
  void add(content::Table& table, const std::string& prefix, content::Problems& problems);
  std::map<std::string, Entry, std::less<>> entries_;
};

// `pattern` with every {name} replaced by its value, once: braces inside a value stay as they are.
std::string fill(std::string_view pattern, const std::vector<std::pair<std::string, std::string>>& params);

// The names between braces, in order of appearance.
std::vector<std::string> places(std::string_view pattern);

}  // namespace garde::text
