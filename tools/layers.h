// The rules of src/layers.txt, and what in the sources breaks them.
//
// A line is one of three:
//   plan: base evidence          # a folder and the folders it may include, all of them on lines above; a folder inside
//   web/plan: base actions/*     # another one has a line of its own, and then `actions/*` names all those of actions
//   <sqlite3.h>   storage        # a header that is not ours, by the start of its name, and who may include it:
//                                # folders, `tests` for files named _test.cc, or `*`
//   "web/templates.h"  generated # a header of ours that exists only in the build tree
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace garde::tools {

struct LayerFinding {
  std::string file;  // relative to src
  int line = 0;
  std::string text;
  bool operator==(const LayerFinding&) const = default;
};

struct Layers {
  std::map<std::string, std::set<std::string>> folders;  // folder -> folders it may include, each by its name
  std::map<std::string, std::set<std::string>> foreign;  // "<sqlite3.h>" -> who may include it
  std::set<std::string> generated;
  // Because a folder may name only folders above it, there can be no cycle.
  // The line that a file belongs to: of the innermost of the folders it lies in that has one. Empty when none has.
  std::string folder_of(std::string_view path) const;
  static Layers parse(std::string_view text, std::vector<LayerFinding>& findings);
};

// path relative to src -> content; every header and source there is.
using SourceFiles = std::map<std::string, std::string>;

// main.cc, at the root, may include everything; nothing else lies there.
void check_layers(const Layers& layers, const SourceFiles& files, std::vector<LayerFinding>& findings);

}  // namespace garde::tools
