// Lists of leaked passwords for tests: known ones first, then as many made ones as it takes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/breaches/breach_source.h"
#include "io/memory_tree.h"

namespace garde::accounts::testing {

class Leaks {
 public:
  // 123456, password, azerty, then leak-3, leak-4 …; each counted more often than the one after.
  explicit Leaks(std::uint64_t count);

  std::string text() const;  // as published, LF
  std::string text_by_count() const;
  std::string range(std::string_view prefix) const;  // as the service answers: CRLF, no last line end
  // ranges/000 to ranges/FFF: as the service's, for fewer digits.
  std::unique_ptr<io::MemoryTree> range_tree() const;

 private:
  std::vector<LeakedHash> hashes_;  // by hash
};

std::string leaked_password(std::uint64_t i);
crypto::Sha1Digest hash_of(std::string_view password);
std::size_t line_begin(std::string_view text, std::size_t line);    // from 0
std::unique_ptr<io::MemoryTree> tree_with(std::string_view leaks);  // leaks.txt
std::string corpus_bytes(const std::filesystem::path& path);
std::string corpus_of(std::string_view leaks);  // the bytes of the corpus built from a text
inline std::string built_corpus(std::uint64_t count) { return corpus_of(Leaks(count).text()); }

}  // namespace garde::accounts::testing
