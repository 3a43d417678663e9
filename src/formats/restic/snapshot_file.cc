#include "formats/restic/snapshot_file.h"

namespace garde::formats::restic {

bool SnapshotVisitor::on_object_begin() {
  if (++depth_ == 2) point.summary.emplace();
  return depth_ == 1 || (depth_ == 2 && key_ == "summary");
}

bool SnapshotVisitor::on_object_end() { return --depth_, true; }

JsonVisitor::Want SnapshotVisitor::on_key(std::string_view key) {
  key_ = key;
  const bool wanted = depth_ == 1
                          ? key == "time" || key == "tree" || key == "paths" || key == "hostname" || key == "summary"
                          : key == "files_new" || key == "files_changed" || key == "files_unmodified" ||
                                key == "data_added" || key == "total_files_processed" || key == "total_bytes_processed";
  return wanted ? Want::value : Want::skip;
}

bool SnapshotVisitor::on_string(std::string_view text) {
  if (depth_ != 1) return false;
  if (key_ == "paths") return point.paths.emplace_back(text), true;
  if (key_ == "hostname") return point.host = text, true;
  if (key_ == "tree") return (tree = crypto::Sha256Digest::parse(text)).has_value();
  const auto time = parse_instant(text);
  if (key_ != "time" || !time) return false;
  has_time_ = true;
  point.time = *time;
  return true;
}

bool SnapshotVisitor::on_unsigned(std::uint64_t value) {
  if (depth_ != 2 || !point.summary) return false;
  if (key_ == "files_new") point.summary->files_new = value;
  if (key_ == "files_changed") point.summary->files_changed = value;
  if (key_ == "files_unmodified") point.summary->files_unmodified = value;
  if (key_ == "data_added") point.summary->data_added = {value};
  if (key_ == "total_files_processed") point.files = value;
  if (key_ == "total_bytes_processed") point.bytes = ByteCount{value};
  return true;
}

}  // namespace garde::formats::restic
