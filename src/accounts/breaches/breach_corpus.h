// Looks passwords up in a breach corpus, after the corpus has proved that it could hold them.
// docs/formats/breach-corpus.md
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/breaches/breach_format.h"
#include "base/result.h"
#include "crypto/sha1.h"
#include "io/tree.h"

namespace garde::accounts {

// Why a corpus does not answer.
enum class CorpusDoubt : std::uint8_t {
  none,
  not_a_corpus,     // another file: the published text itself, a compressed one
  unfinished,       // its building was interrupted
  wrong_size,       // cut, or grown
  wrong_directory,  // it falls, or does not end where the entries do
  wrong_order,      // a bucket whose entries do not grow
  uneven,           // a bucket far larger or smaller than chance allows: a part is missing
  known_missing,    // it does not find a password that every published list holds
  finds_anything,   // it finds random hashes
  wrong_content,    // its hash is not that of its building
};
std::string_view name(CorpusDoubt doubt);  // "wrong-order"

struct CorpusProof {
  CorpusDoubt doubt = CorpusDoubt::not_a_corpus;
  std::uint64_t entries = 0;
  bool established() const { return doubt == CorpusDoubt::none; }
};

enum class CorpusCheck : std::uint8_t {
  at_opening,  // all of a file up to 16 MiB, else what tells a wrong one from a right one
  everything,  // every byte
};

class BreachCorpus {
 public:
  // Proves the corpus, or finds the doubt. Fails only when the file cannot be read.
  static Result<BreachCorpus> open(std::unique_ptr<io::File> file, std::string subject, CorpusCheck check);

  const CorpusProof& proof() const { return proof_; }
  std::uint64_t entries() const { return header_.entries; }

  // For each hash, log2 of how often it was seen, rounded down; nothing when the list does not hold it. Two reads
  // for each, in the order of the file. The corpus must have proved itself. damaged when a bucket that an answer stands
  // in is not as it must be: each is judged again before it answers.
  Result<std::vector<std::optional<unsigned>>> look_up(std::span<const crypto::Sha1Digest> hashes) const;

 private:
  BreachCorpus(std::unique_ptr<io::File> file, std::string subject)
      : file_(std::move(file)), subject_(std::move(subject)) {}
  Result<CorpusDoubt> prove(CorpusCheck check);
  Result<CorpusDoubt> prove_directory() const;
  Result<CorpusDoubt> prove_order() const;
  Result<CorpusDoubt> prove_drawn_buckets() const;
  Result<CorpusDoubt> prove_known() const;
  Result<CorpusDoubt> prove_content() const;
  CorpusDoubt judge_bucket(std::span<const std::uint32_t> entries) const;
  Result<std::vector<std::uint32_t>> read_bucket(std::uint64_t bucket) const;
  Result<std::optional<unsigned>> find(const CorpusPlace& place) const;

  std::unique_ptr<io::File> file_;
  std::string subject_;
  CorpusHeader header_;
  CorpusProof proof_;
};

}  // namespace garde::accounts
