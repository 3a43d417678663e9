#include <algorithm>

#include "backups/attack.h"

namespace garde::backups {
namespace {

constexpr std::string_view kFile = "backups/attack.toml";

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

void read_source(content::Table& table) {
  table.text("source");
  table.optional_text("url");
  table.date("checked");
  table.finish();
}

std::uint64_t count(content::Table& table, std::string_view key) {
  constexpr std::int64_t kMost = std::int64_t{1} << 40;
  return static_cast<std::uint64_t>(table.integer(key, 1, kMost));
}

template <class Read>
void group(content::Table& document, std::string_view key, Read read) {
  auto table = document.table(key);
  if (!table) {
    document.problem("[" + std::string(key) + "] is missing");
    return;
  }
  read(*table);
  read_source(*table);
}

void read_document(content::Table& document, AttackRules& rules) {
  group(document, "random", [&](content::Table& table) {
    rules.chi_square_low = static_cast<double>(count(table, "chi_square_low"));
    rules.chi_square_high = static_cast<double>(count(table, "chi_square_high"));
    rules.smallest = count(table, "smallest_bytes");
    rules.window = count(table, "window_bytes");
    rules.reach = {count(table, "reach_bytes")};
  });
  group(document, "scope", [&](content::Table& table) {
    rules.most_files_read = count(table, "most_files_read");
    rules.sample_files = count(table, "sample_files");
    rules.large_per_mille = static_cast<unsigned>(table.integer("large_per_mille", 1, 1000));
  });
  group(document, "verdict", [&](content::Table& table) {
    rules.disguised_files = count(table, "disguised_files");
    rules.suspect_files = count(table, "suspect_files");
    rules.suspect_bytes_percent = static_cast<unsigned>(table.integer("suspect_bytes_percent", 1, 100));
    rules.overwritten_percent = static_cast<unsigned>(table.integer("overwritten_percent", 1, 100));
    rules.size_kept = {count(table, "size_kept_bytes")};
    rules.judged_percent = static_cast<unsigned>(table.integer("judged_percent", 1, 100));
    rules.renamed_files = count(table, "renamed_files");
    rules.least_strangers = count(table, "least_strangers");
    rules.changed_percent = static_cast<unsigned>(table.integer("changed_percent", 1, 100));
    rules.vanished_percent = static_cast<unsigned>(table.integer("vanished_percent", 1, 100));
    rules.open_vanished_percent = static_cast<unsigned>(table.integer("open_vanished_percent", 1, 100));
    rules.working_percent = static_cast<unsigned>(table.integer("working_percent", 1, 100));
    rules.heavy_percent = static_cast<unsigned>(table.integer("heavy_percent", 1, 100));
    rules.heavy_alarm_percent = static_cast<unsigned>(table.integer("heavy_alarm_percent", 1, 100));
    rules.least_files = count(table, "least_files");
  });
  group(document, "programs", [&](content::Table& table) {
    for (const auto& extension : table.texts("extensions")) rules.program_extensions.insert(lower(extension));
  });
  group(document, "own_encryption", [&](content::Table& table) {
    for (const auto& extension : table.texts("extensions")) rules.own_extensions.insert(lower(extension));
  });
  for (content::Table& family : document.tables("family")) {
    const std::string name = family.text("name");
    for (const auto& extension : family.texts("extensions")) rules.extensions.emplace(lower(extension), name);
    for (const auto& note : family.texts("note_words")) rules.notes.emplace(lower(note), name);
    for (const auto& ending : family.texts("note_endings")) rules.note_endings.emplace(lower(ending), name);
    read_source(family);
  }
  document.finish();
}

}  // namespace

AttackRules AttackRules::read(const content::Files& files, content::Problems& problems) {
  AttackRules rules;
  for (const content::File* file : files.in("backups")) {
    if (file->path != kFile) continue;
    if (auto document = content::parse(*file, problems)) read_document(*document, rules);
    return rules;
  }
  problems.push_back({std::string(kFile), 0, "the file is missing"});
  return rules;
}

}  // namespace garde::backups
