// The words of a command line, checked against what a command says it takes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/message.h"

namespace garde::cli {

struct Option {
  enum class Kind : std::uint8_t { flag, value, values, positional, positionals };
  std::string_view name;  // "answers" is written --answers; a positional is named in the help only
  Kind kind = Kind::flag;
  std::string_view value = {};  // what the help calls its value: "FILE"
  bool required = false;
};

class Arguments {
 public:
  bool flag(std::string_view name) const { return values_.contains(name); }
  std::optional<std::string> value(std::string_view name) const;  // the first given
  std::vector<std::string> values(std::string_view name) const;   // all given, in order
  void add(std::string_view name, std::string value);

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// What is wrong with how the command was written: a sentence of content/text/fr/cli.toml
//   cli.problem.unknown {word} · cli.problem.missing {option} · cli.problem.value {option}
using UsageProblem = Message;

// `words` are those after the command's own name.
std::variant<Arguments, UsageProblem> parse_arguments(const std::vector<Option>& options,
                                                      const std::vector<std::string>& words);

}  // namespace garde::cli
