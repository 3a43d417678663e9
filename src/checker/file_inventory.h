// What is remembered of the files of a restore point, to hold another one against it; and a draw among files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/digest.h"
#include "formats/archive.h"

namespace garde::checker {

// "dossiers/lettre" of "dossiers/lettre.docx".
std::string_view without_extension(std::string_view path);

// Of one file, as the beginnings of hashes: 40 bytes, since there may be millions.
struct Trace {
  std::uint64_t path = 0;
  std::uint64_t content = 0;
  std::uint64_t stem = 0;  // of its name without folder and extension
  std::uint64_t folder = 0;
  std::uint64_t size = 0;  // bytes
};

//   Inventory before;
//   for (const formats::Node& file : files) before.add(file);
//   before.finish();                                     // then it can be asked
//   before.find("dossiers/lettre.docx")
class Inventory {
 public:
  void add(const formats::Node& file);
  void finish();

  const Trace* find(std::string_view path) const { return find_trace(trace_of(path)); }  // null when it is not there
  const Trace* find_trace(std::uint64_t path) const;
  bool holds(std::uint64_t content) const;
  const std::vector<Trace>& traces() const { return traces_; }
  ByteCount bytes() const { return bytes_; }

  std::uint64_t trace_of(std::string_view text) const;
  // Without a digest, name, size and time stand for the content: size and time alone are those of other files too.
  std::uint64_t content_trace(const formats::Node& file) const;

 private:
  std::vector<Trace> traces_;  // by path
  std::vector<std::uint64_t> contents_;
  ByteCount bytes_;
  mutable crypto::Sha256 hash_;
};

struct Candidate {
  std::uint64_t order = 0;  // a draw that is the same on each run
  std::string path;
  ByteCount size;
};

// The `limit` candidates of the lowest order, whatever their number.
class Draw {
 public:
  explicit Draw(std::size_t limit) : limit_(limit) {}
  void add(Candidate candidate);
  std::vector<Candidate> take() { return std::move(drawn_); }

 private:
  std::size_t limit_;
  std::vector<Candidate> drawn_;  // a heap, the highest order first
};

}  // namespace garde::checker
