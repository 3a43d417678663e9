#include "restorer/restored_file.h"

#include <array>

#include "checker/compare_sources.h"
#include "restorer/loading.h"
#include "restorer/opening.h"

namespace garde::restorer {
namespace {

using backups::FileFinding;
using backups::FileRemark;

RestoredFile& set(RestoredFile& restored, RestoredFile::State state, backups::Finding finding) {
  restored.state = state;
  restored.finding = std::move(finding);
  return restored;
}

}  // namespace

Result<RestoredFile> FileRestorer::restore(const ChosenFile& file) {
  if (stop_.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
  RestoredFile restored;
  const auto written = TRY(write(file, restored));
  if (!written) return restored;
  const auto on_disk = TRY(places_.scratch_tree.open(file.path, io::Access::sequential));
  // Mostly from the system's cache: it is the backup's medium that is tried, not the scratch disk's, and asking for the
  // latter would wait for it at every file.
  if (TRY(checksum_of(*on_disk)) != written->checksum || written->size != file.size.value)
    return set(restored, RestoredFile::State::wrong, FileFinding{FileRemark::restore_differs, file.path});
  restored.is_whole = true;
  restored.sha256 = written->sha256;
  open(*on_disk, file.path, restored);
  return restored;
}

// Nothing when it was refused or did not come whole: then `restored` says so.
Result<std::optional<FileRestorer::Written>> FileRestorer::write(const ChosenFile& file, RestoredFile& restored) {
  const std::optional<Written> nothing;
  const std::string& path = file.path;
  if (io::is_device_name(checker::base_name(path)))
    return set(restored, RestoredFile::State::refused, FileFinding{FileRemark::device_name, path}), nothing;
  auto out = io::ScratchFile::create(places_.scratch, path);
  if (!out) {
    if (out.error().kind == ErrorKind::no_space || out.error().kind == ErrorKind::unreadable) return out.error();
    const bool twice = out.error().kind == ErrorKind::conflict;
    return set(restored, RestoredFile::State::wrong,
               FileFinding{twice ? FileRemark::path_twice : FileRemark::unsafe_path, path}),
           nothing;
  }
  std::optional<Error> scratch_failed;
  Written came;
  const bool wants_sha256 = !file.content || file.canary != nullptr;
  const auto read = places_.reader.read(places_.point, path, [&](std::span<const std::byte> bytes) -> Result<void> {
    if (stop_.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
    checksum_.update(bytes);
    if (wants_sha256) sha256_.update(bytes);
    came.size += bytes.size();
    if (auto written = out->write(bytes); !written) {
      scratch_failed = written.error();
      return written;
    }
    on_bytes_({bytes.size()});
    return {};
  });
  came.checksum = checksum_.finish();
  if (wants_sha256) came.sha256 = sha256_.finish();
  if (scratch_failed) return *scratch_failed;
  if (read) return std::optional(came);
  if (read.error().kind == ErrorKind::cancelled) return read.error();
  return set(restored, RestoredFile::State::wrong, backups::NotRestored{path, read.error().kind, read.error().offset}),
         nothing;
}

Result<io::Checksum> FileRestorer::checksum_of(const io::File& file) {
  std::uint64_t offset = 0;
  for (;;) {
    if (stop_.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
    const std::size_t count = TRY(file.read_at(offset, buffer_));
    if (count == 0) break;
    checksum_.update(std::span(buffer_).first(count));
    offset += count;
  }
  return checksum_.finish();
}

void FileRestorer::open(const io::File& file, const std::string& path, RestoredFile& restored) const {
  const std::string on_disk = (places_.scratch.path() / path).string();
  const Opening opening = open_to_end(path, file, on_disk);
  if (opening.outcome == Opened::does_not_open) {
    set(restored, RestoredFile::State::wrong, backups::NotOpened{path, opening.reason, opening.part, opening.offset});
    return;
  }
  const bool opened = opening.outcome == Opened::opened;
  restored.state = opened ? RestoredFile::State::opened : RestoredFile::State::not_opened;
  restored.dump = loadable_dump(file);
  restored.tables = opening.tables;
  // Any text may hold a statement; a dump that says so of itself has tables.
  if (const auto contents = formats::dumps::contents_of(file))
    if (contents->tables > 0 || contents->kind != formats::dumps::DumpKind::sql) restored.tables = contents->tables;
  if (opening.needs_its_log && opened) {
    restored.tables.reset();
    set(restored, RestoredFile::State::not_opened,
        backups::UnjudgedFinding{path, "", formats::UnjudgedReason::copied_in_use});
  }
  if (!opened) {
    std::array<std::byte, backups::kHeadNeeded> head{};
    const std::size_t got = file.read_at(0, head).value_or(0);
    restored.foreign = backups::foreign_of(path, std::span<const std::byte>(head).first(got));
  }
}

}  // namespace garde::restorer
