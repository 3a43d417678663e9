// A practice's files as their own programs make them, and the same as an attacker leaves them.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "backups/attack.h"
#include "base/result.h"
#include "base/testing/source_directory.h"
#include "io/testing/temporary_folder.h"

namespace garde::backups::testing {

// The content that Garde is built with.
inline AttackRules rules() {
  content::Problems problems;
  AttackRules rules = AttackRules::read(content::Files::from_program(), problems);
  for (const content::Problem& problem : problems) fail_check("content", describe(problem), 0);
  return rules;
}

class RealFiles {
 public:
  // ImageMagick, dcmtk, ffmpeg, qpdf, zip, 7-Zip, sqlite3, gzip, xz, zstd and Python write them; about three seconds.
  RealFiles() {
    const std::string script = (source_directory() / "src/backups/testing/make_files.sh").string();
    run("sh '" + script + "' '" + folder_.path().string() + "'");
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      paths_.push_back(entry.path().filename().string());
    std::sort(paths_.begin(), paths_.end());
    GARDE_CHECK(paths_.size() >= 30);
  }

  const std::vector<std::string>& paths() const { return paths_; }
  const std::vector<std::byte>& read(const std::string& path) const {
    const auto [place, is_new] = contents_.try_emplace(path);
    if (is_new) place->second = read_file(folder_ / path);
    return place->second;
  }

  // By openssl, without its "Salted__".
  const std::vector<std::byte>& encrypted(const std::string& path, const std::string& cipher) const {
    const auto [place, is_new] = contents_.try_emplace(path + '\n' + cipher);
    if (!is_new) return place->second;
    const io::testing::TemporaryFolder out;
    run("openssl enc -" + cipher + " -nosalt -pbkdf2 -iter 1 -k secret -in '" + (folder_ / path).string() + "' -out '" +
        (out / "e").string() + "'");
    return place->second = read_file(out / "e");
  }

 private:
  static void run(const std::string& command) { GARDE_CHECK(std::system((command + " >/dev/null").c_str()) == 0); }
  static std::vector<std::byte> read_file(const std::filesystem::path& path) {
    std::vector<std::byte> bytes(std::filesystem::file_size(path));
    std::ifstream stream(path, std::ios::binary);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    GARDE_CHECK(stream.good());
    return bytes;
  }

  io::testing::TemporaryFolder folder_;
  std::vector<std::string> paths_;
  mutable std::map<std::string, std::vector<std::byte>> contents_;  // read and encrypted once
};

// Made once for all tests of a program.
inline const RealFiles& real_files() {
  static const RealFiles files;
  return files;
}

}  // namespace garde::backups::testing
