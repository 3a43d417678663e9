#include "actions/backup_check.h"

#include <filesystem>
#include <unordered_map>

#include "formats/restic/reader.h"
#include "io/disk_tree.h"

namespace garde::actions {
namespace {

constexpr std::size_t kMaxDepth = 512;  // of live folders: deeper is a loop or an attack, and no practice's data

// The files of the newest restore point by path, with their size.
using CopiedFiles = std::unordered_map<std::string, ByteCount>;

Result<CopiedFiles> copied_files(const formats::ArchiveReader& reader, const formats::RestorePoint& point,
                                 const formats::OnDamage& on_damage) {
  CopiedFiles files;
  TRY(reader.list(
      point,
      [&](const formats::Node& node) -> Result<void> {
        if (node.type == formats::NodeType::file) files.emplace(node.path, node.size);
        return {};
      },
      on_damage));
  return files;
}

struct Walk {
  const formats::ArchiveReader& reader;
  const formats::RestorePoint& point;
  const CopiedFiles& copies;
  const io::Tree& live;
  std::string root;  // of the source, as the restore point names it: no leading '/'
  backups::Comparison& comparison;
};

backups::Copy compare_file(const Walk& walk, const std::string& path, ByteCount size) {
  const std::string copy_path = walk.root.empty() ? path : walk.root + "/" + path;
  const auto copy = walk.copies.find(copy_path);
  if (copy == walk.copies.end()) return backups::Copy::missing;
  if (copy->second != size) return backups::Copy::different;
  const auto file = walk.live.open(path, io::Access::sequential);
  if (!file) return backups::Copy::unreadable;
  const auto compared = walk.reader.compare(walk.point, copy_path, **file);
  if (!compared) return backups::Copy::unreadable;
  return *compared == formats::Comparison::same ? backups::Copy::same : backups::Copy::different;
}

void compare_folder(const Walk& walk, const std::string& folder, std::size_t depth) {
  std::vector<std::string> folders;
  const auto listed = walk.live.list(folder, io::Detail::stats, [&](const io::Entry& entry) -> Result<void> {
    const std::string path = folder.empty() ? std::string(entry.name) : folder + "/" + std::string(entry.name);
    if (entry.type == io::EntryType::directory) folders.push_back(path);
    if (entry.type != io::EntryType::file) return {};
    if (entry.stat) {
      walk.comparison.add({path, entry.stat->size, compare_file(walk, path, entry.stat->size)});
    } else {
      walk.comparison.add({path, {}, backups::Copy::unreadable});
    }
    return {};
  });
  if (!listed || depth == kMaxDepth) walk.comparison.add({folder + "/", {}, backups::Copy::unreadable});
  if (depth == kMaxDepth) return;
  for (const std::string& below : folders) compare_folder(walk, below, depth + 1);
}

Result<backups::Comparison> compare_sources(const formats::ArchiveReader& reader, const formats::RestorePoint& newest,
                                            const std::vector<std::string>& sources,
                                            const formats::OnDamage& on_damage) {
  const CopiedFiles copies = TRY(copied_files(reader, newest, on_damage));
  backups::Comparison comparison;
  for (const std::string& source : sources) {
    std::error_code code;
    const std::filesystem::path real = std::filesystem::canonical(source, code);
    if (code) return Error{ErrorKind::not_found, source, std::nullopt, code.message()};
    const auto live = TRY(io::DiskTree::open(real.string()));
    compare_folder({reader, newest, copies, *live, real.relative_path().string(), comparison}, "", 0);
  }
  return comparison;
}

}  // namespace

Result<backups::CheckRun> check_backup(const BackupCheckRequest& request, const crypto::SecretBytes& password,
                                       const std::function<Instant()>& clock) {
  const Instant begun = clock();
  const auto tree = TRY(io::DiskTree::open(request.destination));
  if (!TRY(formats::restic::is_repository(*tree)))
    return Error{ErrorKind::not_found, request.destination, std::nullopt, "no restic repository"};
  const auto reader = TRY(formats::restic::open(*tree, password));

  backups::CheckRun run;
  run.destination = request.destination;
  run.kind = "restic";
  run.scope = request.scope;
  std::vector<formats::Damage> damages;
  const formats::OnDamage keep = [&](const formats::Damage& damage) { damages.push_back(damage); };
  const formats::OnDamage passed_over = [](const formats::Damage&) {};  // verify() reports the same again
  run.restore_points = TRY(reader->restore_points(passed_over));

  formats::VerifyRequest verify{.scope = request.scope, .now = begun};
  if (request.time_limit) verify.spent = [&] { return clock() - begun >= *request.time_limit; };
  verify.on_progress = request.on_progress;
  verify.stop = request.stop;
  run.coverage = TRY(reader->verify(verify, keep));
  run.checks.push_back(backups::judge_intact(damages, run.coverage));
  run.checks.push_back(backups::attack_not_examined());
  if (request.max_age) run.checks.push_back(backups::judge_recent(run.restore_points, *request.max_age, begun));
  if (!request.sources.empty()) {
    backups::Comparison comparison;
    if (!run.restore_points.empty())
      comparison = TRY(compare_sources(*reader, run.restore_points.back(), request.sources, passed_over));
    run.checks.push_back(backups::judge_complete(run.restore_points, comparison));
  }
  run.length = clock() - begun;
  return run;
}

}  // namespace garde::actions
