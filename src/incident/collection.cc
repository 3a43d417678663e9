#include "incident/collection.h"

#include "base/id.h"

namespace garde::incident {
namespace {

std::optional<CollectedFact> parse_fact(std::string_view text) {
  if (text == "clock") return CollectedFact::clock;
  if (text == "processes") return CollectedFact::processes;
  if (text == "logons") return CollectedFact::logons;
  return std::nullopt;
}

CollectionItem read_item(content::Table& row) {
  CollectionItem item{row.text("id"), row.text("title"), {}, row.texts("files")};
  if (!is_id_text(item.id)) row.problem("id must be an id");
  if (const auto fact = row.optional_text("fact")) {
    item.fact = parse_fact(*fact);
    if (!item.fact) row.problem(*fact + " is no fact");
  }
  if (item.fact.has_value() != item.files.empty()) row.problem("either fact or files");
  for (const std::string& file : item.files)
    if (!file.starts_with('/') && !file.starts_with("{home}/")) row.problem(file + " is not an absolute path");
  row.finish();
  return item;
}

}  // namespace

Collection Collection::read(const content::Files& files, content::Problems& problems) {
  Collection collection;
  for (const content::File* file : files.in("incident")) {
    if (file->path != "incident/collection.toml") continue;
    auto document = content::parse(*file, problems);
    if (!document) continue;
    constexpr std::int64_t kMaxMib = 4096;
    constexpr std::int64_t kMaxSamples = 100;
    collection.max_file = {static_cast<std::uint64_t>(document->integer("max_mib", 1, kMaxMib)) << 20U};
    collection.min_samples = static_cast<int>(document->integer("min_samples", 0, kMaxSamples));
    collection.max_samples = static_cast<int>(document->integer("max_samples", 1, kMaxSamples));
    for (content::Table& row : document->tables("item")) collection.items.push_back(read_item(row));
    for (content::Table& row : document->tables("for_technician")) {
      collection.for_technician.push_back(row.text("text"));
      row.finish();
    }
    document->finish();
  }
  return collection;
}

}  // namespace garde::incident
