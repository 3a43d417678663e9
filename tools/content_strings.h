// Every string of a content file, with its place: what the checks of the content work on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace garde::tools {

struct ContentString {
  std::string file;
  int line = 0;
  std::string key;   // dotted path of tables: "measure.step.text"; an array's place is not part of it
  std::string name;  // the last name of it: "text"
  std::string value;
};

struct TextFinding {
  std::string file;
  int line = 0;
  std::string text;
  bool operator==(const TextFinding&) const = default;
};

// In the order of the file. damaged when it is not TOML.
Result<std::vector<ContentString>> content_strings(const std::string& file, std::string_view toml);

}  // namespace garde::tools
