#include "tools/layers.h"

#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace garde::tools {
namespace {

constexpr std::string_view kLayersFile = "layers.txt";

struct IncludeLine {
  std::string name;  // with its quotation marks or angle brackets
  int line = 0;
};

std::vector<IncludeLine> includes_of(const std::string& source) {
  std::vector<IncludeLine> includes;
  std::istringstream lines(source);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line);
    std::string first;
    std::string second;
    words >> first >> second;
    if (first == "#") {
      first += second;
      words >> second;
    }
    if (first == "#include" && second.size() > 2) includes.push_back({second, number});
    // "#include<x>", with nothing between
    if (first.starts_with("#include") && first.size() > 10) includes.push_back({first.substr(8), number});
  }
  return includes;
}

bool is_standard(std::string_view foreign) { return foreign.find_first_of("./") == std::string_view::npos; }

class Check {
 public:
  Check(const Layers& layers, const SourceFiles& files, std::vector<LayerFinding>& findings)
      : layers_(layers), files_(files), findings_(findings) {}

  void file(const std::string& path, const std::string& source) {
    path_ = path;
    folder_ = layers_.folder_of(path);
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos && path != "main.cc") return find(1, "only main.cc lies beside the folders");
    if (slash != std::string::npos && folder_.empty())
      return find(1, fmt::format("the folder {} has no line in {}", path.substr(0, slash), kLayersFile));
    const std::vector<IncludeLine> includes = includes_of(source);
    check_own_header(includes);
    for (const IncludeLine& include : includes) {
      if (include.name.front() == '"')
        check_ours(include);
      else
        check_foreign(include);
    }
  }

 private:
  void find(int line, std::string text) { findings_.push_back({path_, line, std::move(text)}); }

  // First, so that a header which needs another one before it does not compile.
  void check_own_header(const std::vector<IncludeLine>& includes) {
    if (!path_.ends_with(".cc")) return;
    const std::string own = path_.substr(0, path_.size() - 2) + "h";
    if (!files_.contains(own) || (!includes.empty() && includes.front().name == '"' + own + '"')) return;
    find(includes.empty() ? 1 : includes.front().line, fmt::format("\"{}\" is included first", own));
  }

  void check_ours(const IncludeLine& include) {
    const std::string name = include.name.substr(1, include.name.size() - 2);
    if (!files_.contains(name) && !layers_.generated.contains(name))
      return find(include.line, fmt::format("there is no src/{}", name));
    const std::string other = layers_.folder_of(name);
    if (folder_.empty() || other == folder_ || layers_.folders.at(folder_).contains(other)) return;
    find(include.line, fmt::format("{} may not include {}", folder_, other));
  }

  void check_foreign(const IncludeLine& include) {
    if (is_standard(include.name) || folder_.empty()) return;
    const std::set<std::string>* allowed = nullptr;
    for (const auto& [start, folders] : layers_.foreign)  // in order: the longest start comes last
      if (include.name.starts_with(start)) allowed = &folders;
    if (allowed == nullptr)
      return find(include.line, fmt::format("{} does not say who may include {}", kLayersFile, include.name));
    const bool is_test = path_.ends_with("_test.cc");
    const std::string parent = folder_.substr(0, folder_.find('/'));
    if (allowed->contains("*") || allowed->contains(folder_) || allowed->contains(parent + "/*") ||
        (is_test && allowed->contains("tests")))
      return;
    find(include.line, fmt::format("{} may be included by {} only", include.name, fmt::join(*allowed, ", ")));
  }

  const Layers& layers_;
  const SourceFiles& files_;
  std::vector<LayerFinding>& findings_;
  std::string path_;
  std::string folder_;
};

// The folders a word of the table stands for: itself, or with `name/*` all those inside it that have a line.
std::set<std::string> named_by(const std::string& word, const Layers& layers) {
  if (!word.ends_with("/*")) return layers.folders.contains(word) ? std::set{word} : std::set<std::string>{};
  const std::string start = word.substr(0, word.size() - 1);
  std::set<std::string> inside;
  for (const auto& [folder, edges] : layers.folders)
    if (folder.starts_with(start)) inside.insert(folder);
  return inside;
}

}  // namespace

std::string Layers::folder_of(std::string_view path) const {
  for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos; slash = path.rfind('/', slash - 1)) {
    const std::string folder(path.substr(0, slash));
    if (folders.contains(folder)) return folder;
    if (slash == 0) break;
  }
  return "";
}

Layers Layers::parse(std::string_view text, std::vector<LayerFinding>& findings) {
  Layers layers;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const auto find = [&](std::string what) {
      findings.push_back({std::string(kLayersFile), number, std::move(what)});
    };
    std::istringstream words(line.substr(0, line.find('#')));
    std::string subject;
    if (!(words >> subject)) continue;
    std::set<std::string> rest;
    for (std::string word; words >> word;) rest.insert(word);
    if (subject.front() == '<') {
      if (rest.empty()) find("nobody may include " + subject);
      if (!layers.foreign.emplace(subject, rest).second) find(subject + " has two lines");
    } else if (subject.front() == '"') {
      if (subject.back() != '"' || rest != std::set<std::string>{"generated"})
        find("expected \"folder/name.h\" generated");
      layers.generated.insert(subject.substr(1, subject.size() - 2));
    } else if (subject.back() != ':') {
      find("expected 'folder: folders'");
    } else {
      subject.pop_back();
      std::set<std::string> edges;
      for (const std::string& other : rest) {
        const std::set<std::string> named = named_by(other, layers);
        if (named.empty()) find(fmt::format("{} is not on a line above {}", other, subject));
        edges.insert(named.begin(), named.end());
      }
      if (!layers.folders.emplace(subject, edges).second) find(subject + " has two lines");
    }
  }
  return layers;
}

void check_layers(const Layers& layers, const SourceFiles& files, std::vector<LayerFinding>& findings) {
  Check check(layers, files, findings);
  for (const auto& [path, source] : files) check.file(path, source);
  for (const std::string& header : layers.generated)
    if (files.contains(header)) findings.push_back({header, 1, "is generated, and lies in src"});
}

}  // namespace garde::tools
