// Journals for tests, made in memory from the functions of record.h: the same bytes every time.
#pragma once

#include <string>
#include <vector>

#include "journal/journal.h"

namespace garde::journal::testing {

Instant at(std::string_view iso);  // aborts on a bad spelling

Draft note(std::string_view text);  // entered on 2026-11-23

// An entry of every shape the grammar has, then short notes, up to `entries`.
std::vector<Draft> sample_drafts(std::size_t entries);

// Signed by the key whose seed is 32 times `seed`. `in_entries` makes entries that contradict their header.
std::string journal_of(const std::vector<Draft>& drafts, Exercise exercise = Exercise::no,
                       std::byte seed = std::byte{7}, std::optional<Exercise> in_entries = {});

inline std::string sample_journal(std::size_t entries) { return journal_of(sample_drafts(entries)); }

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

}  // namespace garde::journal::testing
