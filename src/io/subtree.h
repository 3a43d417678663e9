// A folder of a tree as a tree of its own.
#pragma once

#include <string>
#include <utility>

#include "io/tree.h"

namespace garde::io {

class Subtree final : public Tree {
 public:
  // `tree` must outlive it. `folder` is a path inside it; it need not be there yet.
  Subtree(const Tree& tree, std::string folder) : tree_(tree), folder_(std::move(folder)) {}

  Result<void> list(std::string_view directory, Detail detail, const OnEntry& on_entry) const override {
    return tree_.list(whole(directory), detail, on_entry);
  }
  Result<Stat> stat(std::string_view path) const override { return tree_.stat(whole(path)); }
  Result<std::unique_ptr<File>> open(std::string_view path, Access access) const override {
    return tree_.open(whole(path), access);
  }

 private:
  // What is no path inside a tree stays none below the folder.
  std::string whole(std::string_view path) const { return path.empty() ? folder_ : folder_ + '/' + std::string(path); }

  const Tree& tree_;
  std::string folder_;
};

}  // namespace garde::io
