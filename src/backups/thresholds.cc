#include "backups/thresholds.h"

namespace garde::backups {
namespace {

constexpr std::string_view kFile = "backups/thresholds.toml";
constexpr std::int64_t kMost = 1'000'000;  // of any figure: more is a slip of the pen

// One group; its figures are read by `figures`.
template <class Figures>
void read_group(content::Table& document, std::string_view name, Thresholds& thresholds, Figures figures) {
  auto group = document.table(name);
  if (!group) {
    document.problem("[" + std::string(name) + "] is missing");
    return;
  }
  figures(*group);
  Thresholds::Source source{std::string(name), group->text("source"), group->optional_text("url").value_or(""),
                            group->date("checked")};
  thresholds.sources.push_back(std::move(source));
  group->finish();
}

std::int64_t positive(content::Table& group, std::string_view key) { return group.integer(key, 1, kMost); }
ByteCount mebibytes(content::Table& group, std::string_view key) {
  return {static_cast<std::uint64_t>(positive(group, key)) << 20U};
}
unsigned percent(content::Table& group, std::string_view key) {
  return static_cast<unsigned>(group.integer(key, 1, 100));
}

void read_document(content::Table& document, Thresholds& all) {
  read_group(document, "recent", all, [&](content::Table& group) {
    all.recent.tolerable_loss = std::chrono::hours{positive(group, "tolerable_loss_hours")};
    all.recent.clock_tolerance = std::chrono::minutes{positive(group, "clock_tolerance_minutes")};
  });
  read_group(document, "automatic", all, [&](content::Table& group) {
    all.automatic.window = Days{positive(group, "window_days")};
    all.automatic.days_needed = static_cast<std::size_t>(positive(group, "days_needed"));
    all.automatic.expected_percent = percent(group, "expected_percent");
    all.automatic.missed_percent = percent(group, "missed_percent");
    all.automatic.same_hour = std::chrono::minutes{positive(group, "same_hour_minutes")};
  });
  read_group(document, "protected", all, [&](content::Table& group) {
    all.protection.retention = Days{positive(group, "retention_days")};
    all.protection.unplugged_within = Days{positive(group, "unplugged_within_days")};
  });
  read_group(document, "complete", all, [&](content::Table& group) {
    all.stale_source = Days{positive(group, "stale_source_days")};
    all.compare_limit = mebibytes(group, "compare_by_content_mib");
  });
  read_group(document, "intact", all, [&](content::Table& group) {
    all.nights_for_everything = static_cast<unsigned>(positive(group, "nights_for_everything"));
  });
  read_group(document, "restorable", all, [&](content::Table& group) {
    all.sample_files = static_cast<std::size_t>(positive(group, "sample_files"));
    all.spare_space = mebibytes(group, "spare_space_mib");
    all.loading_limit = std::chrono::minutes{positive(group, "loading_minutes")};
  });
  read_group(document, "schedule", all, [&](content::Table& group) {
    all.check_every = std::chrono::hours{positive(group, "check_every_hours")};
    all.drill_every = Days{positive(group, "drill_every_days")};
  });
  document.finish();
}

}  // namespace

Thresholds Thresholds::read(const content::Files& files, content::Problems& problems) {
  Thresholds thresholds;
  for (const content::File* file : files.in("backups")) {
    if (file->path != kFile) continue;
    if (auto document = content::parse(*file, problems)) read_document(*document, thresholds);
    return thresholds;
  }
  problems.push_back({std::string(kFile), 0, "the file is missing"});
  return thresholds;
}

}  // namespace garde::backups
