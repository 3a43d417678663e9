#include "documents/backups/old_words.h"

#include <fmt/format.h>

namespace garde::documents {
namespace {

using namespace backups;  // every kind of finding

template <class Enum>
std::string word(const std::optional<Enum>& value) {
  return value ? std::string(name(*value)) : "";
}

struct Words {
  OldWords operator()(Remark /*found*/) const { return {}; }
  OldWords operator()(const FormatNotRead& /*found*/) const { return {}; }
  OldWords operator()(const FileFinding& found) const { return {found.path, ""}; }
  OldWords operator()(const SourceFinding& found) const {
    return {found.source, found.newest_file ? to_iso(*found.newest_file) : found.mount_point};
  }
  OldWords operator()(const PointFinding& found) const { return {found.restore_point, to_iso(found.time)}; }
  OldWords operator()(const LineFinding& found) const { return {found.host, found.paths}; }
  OldWords operator()(const CountFinding& found) const { return {"", fmt::format("{}", found.count)}; }
  OldWords operator()(const CadenceFinding& found) const { return {to_iso(found.from), to_iso(found.to)}; }
  OldWords operator()(const MissedDay& found) const { return {to_iso(found.day), ""}; }
  OldWords operator()(const ScheduledJob& found) const { return {found.name, found.place}; }
  OldWords operator()(const SuspectFile& found) const { return {found.path, std::string(name(found.type))}; }
  OldWords operator()(const RansomFinding& found) const { return {found.path, found.family}; }
  OldWords operator()(const UpheavalFinding& found) const {
    return {found.restore_point, fmt::format("{}/{}", found.files, found.of)};
  }
  OldWords operator()(const DamageFinding& found) const {
    return {found.path.empty() ? found.object : found.path, std::string(formats::name(found.damage))};
  }
  OldWords operator()(const UnjudgedFinding& found) const {
    return {found.piece.empty() ? found.container : found.container + ": " + found.piece, word(found.reason)};
  }
  OldWords operator()(const NotRestored& found) const { return {found.path, word(found.error)}; }
  OldWords operator()(const NotOpened& found) const { return {found.path, word(found.reason)}; }
  OldWords operator()(const DumpFinding& found) const { return {found.path, word(found.reason)}; }
  OldWords operator()(const ForeignFinding& found) const { return {found.path, fmt::format("{}", found.files)}; }
  OldWords operator()(const DwindledDatabase& found) const {
    return {found.path, fmt::format("{}/{}", found.now, found.before)};
  }
};

}  // namespace

OldWords old_words(const Finding& finding) { return std::visit(Words(), finding); }

}  // namespace garde::documents
