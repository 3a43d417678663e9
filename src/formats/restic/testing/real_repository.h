// A repository made by restic itself, in a folder of its own.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include "base/testing/source_directory.h"
#include "crypto/secret.h"
#include "io/disk_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::formats::restic::testing {

inline std::string shell_word(std::string_view word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

class RealRepository {
 public:
  // A key of restic's own spends half a second on each password, which is what it is for; this one does not: see
  // make_empty.py. `restic key add` makes one of its own.
  explicit RealRepository(int version) {
    namespace fs = std::filesystem;
    const fs::path empty = source_directory() / "src/formats/restic/testing/empty";
    fs::copy(empty / ("v" + std::to_string(version)), path(), fs::copy_options::recursive);
    for (const char* folder : {"data", "index", "locks", "snapshots"}) fs::create_directory(fs::path(path()) / folder);
  }

  const io::testing::TemporaryFolder& folder() const { return folder_; }
  std::string path() const { return (folder_ / "repository").string(); }
  std::string source() const { return (folder_ / "source").string(); }
  static crypto::SecretBytes password() { return crypto::SecretBytes::copy_of("sésame"); }

  void write(std::string_view name, std::string_view content) const {
    folder_.write("source/" + std::string(name), content);
  }
  void backup(std::string_view options = "") const {
    run("backup " + std::string(options) + " " + shell_word(source()));
  }

  // Runs a restic command and gives what it wrote; aborts when it fails.
  std::string run(std::string_view command) const {
    const std::string log = (folder_ / "log").string();
    const std::string line = "RESTIC_PASSWORD='sésame' restic --no-cache --quiet -r " + shell_word(path()) + " " +
                             std::string(command) + " >" + shell_word(log) + " 2>" + shell_word(log + ".err");
    GARDE_CHECK(std::system(line.c_str()) == 0);
    std::ifstream stream(log, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

  // Of version 1, and nothing in it yet: gets a restore point of 2^depth paths, of a few kilobytes.
  void add_many_paths(int depth) const {
    const auto program = source_directory() / "src/formats/restic/testing/add_many_paths.py";
    const std::string line =
        "python3 -B " + shell_word(program.string()) + " " + shell_word(path()) + " " + std::to_string(depth);
    GARDE_CHECK(std::system(line.c_str()) == 0);
  }

  std::unique_ptr<io::DiskTree> tree() const {
    auto tree = io::DiskTree::open(path());
    GARDE_CHECK(tree.has_value());
    return std::move(tree).take();
  }

 private:
  io::testing::TemporaryFolder folder_;
};

}  // namespace garde::formats::restic::testing
