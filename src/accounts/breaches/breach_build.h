// Makes a breach corpus from a published list. docs/formats/breach-corpus.md
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "accounts/breaches/breach_source.h"
#include "base/result.h"

namespace garde::accounts {

struct CorpusBuilt {
  std::uint64_t entries = 0;
  std::uint64_t lines = 0;          // of the source, padding included
  std::uint64_t resumed_after = 0;  // lines that an interrupted build had read already
};

// Writes `output`, which appears whole or not at all; what was there is replaced. An interrupted build leaves
// `output`.partial and goes on from it when called with the same source. Memory does not grow with the source.
// Errors of the source, of the disk (unreadable, no_space), and invalid_input for a list with a hole.
// `on_line` hears how many lines were read, now and then.
Result<CorpusBuilt> build_corpus(const LeakSource& source, const std::filesystem::path& output,
                                 const std::function<void(std::uint64_t lines)>& on_lines);

}  // namespace garde::accounts
