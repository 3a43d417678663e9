// Whether the program and its catalogue of sentences (content/text/<language>/*.toml) fit together: every
// key used exists in every language with the parameters it is given, and every key is used.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tools/content_strings.h"
#include "tools/template_syntax.h"

namespace garde::tools {

// A place in the program that names a sentence. A key is one of
//   plan.title      that sentence; or, when it is a table, every sentence in it
//   plan.step-      every sentence whose key starts so, when it ends with '.' or '-'
//   harm.{}.title   every sentence that has something in place of each {}
struct TextUse {
  std::string file;
  int line = 0;
  std::string key;
  std::optional<std::set<std::string>> parameters;  // nothing when the place does not show them
  bool is_certain = true;  // false for a text that has the form of a key and may be something else
};

void add_template_uses(const Template& page, std::vector<TextUse>& uses);
// Of C++: every literal that has the form of a key, comments and raw strings left out.
void add_source_uses(const std::string& file, std::string_view source, std::vector<TextUse>& uses);

// The uses of a line "error.{} base/result.h ErrorKind": the sentence of every enumerator. An enumerator's '_' may
// be '-' in the key. `header` is the content of the header.
struct TextFamily {
  std::string pattern;
  std::string header;
  std::string enumeration;
};
Result<std::vector<TextFamily>> parse_families(const std::string& file, std::string_view text);
std::vector<std::string> enumerators(std::string_view header, std::string_view enumeration);

class TextCatalogue {
 public:
  // The strings of one language's files.
  explicit TextCatalogue(const std::vector<ContentString>& strings);

  // What is wrong with each use; remembers the keys that are used.
  void check_uses(const std::vector<TextUse>& uses, std::vector<TextFinding>& findings);
  void check_family(const TextFamily& family, const std::vector<std::string>& names,
                    std::vector<TextFinding>& findings);
  // The keys no use has named.
  void check_all_used(std::vector<TextFinding>& findings) const;

 private:
  struct Entry {
    std::string file;
    int line = 0;
    std::set<std::string> parameters;
    bool is_used = false;
  };
  bool use_all(std::string_view pattern);
  bool is_table(std::string_view name) const;

  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace garde::tools
