#include "formats/restic/contents.h"

#include <algorithm>
#include <atomic>

#include "formats/parallel.h"
#include "formats/restic/index_file.h"

namespace garde::formats::restic {

Result<std::vector<Snapshot>> load_snapshots(const Repository& repository, Findings& findings, ByteCount& bytes_read) {
  Decoder decoder(repository.key);
  std::vector<Snapshot> snapshots;
  for (const StoredFile& file : TRY(list_stored(repository.tree, "snapshots"))) {
    const auto found = [&](const Flaw& flaw) {
      Finding finding = flawed_file(SubjectKind::restore_point, file.id, flaw);
      finding.damage.affected.restore_points = {file.id.hex()};
      finding.damage.affected.restore_point_count = 1;
      findings.add(std::move(finding));
    };
    auto stored = read_stored(repository.tree, path_in("snapshots", file.id), kMaxSnapshotFile, hashes_to(file.id));
    if (!stored) continue;  // forgotten since it was listed
    bytes_read += file.size;
    if (stored->unstable) findings.add(unstable_file(SubjectKind::restore_point, file.id));
    if (stored->flaw) {
      found(*stored->flaw);
      continue;
    }
    SnapshotVisitor visitor;
    auto flaw = decoder.open_unpacked(stored->bytes, visitor);
    if (!flaw && !visitor.is_complete()) flaw = Flaw{DamageKind::malformed, "it names no time or no directory"};
    if (flaw) {
      found(*flaw);
      continue;
    }
    visitor.point.id = file.id.hex();
    snapshots.push_back({std::move(visitor.point), *visitor.tree});
  }
  std::ranges::sort(snapshots, [](const Snapshot& a, const Snapshot& b) {
    return std::tie(a.point.time, a.point.id) < std::tie(b.point.time, b.point.id);
  });
  return snapshots;
}

Result<LoadedIndex> load_index(const Repository& repository, unsigned threads, Findings& findings,
                               ByteCount& bytes_read) {
  const auto files = TRY(list_stored(repository.tree, "index"));
  BlobIndexBuilder builder;
  std::atomic<bool> removed = false;
  for_each_in_parallel(threads, files.size(), [&](auto& next) {
    Decoder decoder(repository.key);
    while (const auto i = next()) {
      const StoredFile& file = files[*i];
      auto stored = read_stored(repository.tree, path_in("index", file.id), kMaxIndexFile, hashes_to(file.id));
      if (!stored) {
        removed = true;
        continue;
      }
      if (stored->unstable) findings.add(unstable_file(SubjectKind::index, file.id));
      auto flaw = stored->flaw;
      if (!flaw) {
        IndexFileVisitor visitor(builder);
        flaw = decoder.open_unpacked(stored->bytes, visitor);
      }
      if (flaw) findings.add(flawed_file(SubjectKind::index, file.id, *flaw));
    }
  });
  if (removed) return Error{ErrorKind::conflict, "index", std::nullopt, "removed while it was read"};
  for (const StoredFile& file : files) bytes_read += file.size;
  LoadedIndex loaded{BlobIndex(std::move(builder)), {}};
  for (const StoredFile& file : files) loaded.files.push_back(file.id);
  return loaded;
}

}  // namespace garde::formats::restic
