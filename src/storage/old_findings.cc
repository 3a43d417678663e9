#include "storage/old_findings.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/enumerators.h"
#include "formats/archives/reader.h"

namespace garde::storage {
namespace {

using namespace backups;  // every kind of finding
using formats::UnjudgedReason;

// What a reason began with, in the English of then.
template <class Reason>
struct Beginning {
  std::string_view text;
  Reason reason;
};

constexpr auto kUnjudged = std::to_array<Beginning<UnjudgedReason>>({
    {"encrypted, and no password was given", UnjudgedReason::no_password},
    {"another password", UnjudgedReason::other_password},
    {"an encryption that is not read", UnjudgedReason::encryption_not_read},
    {"encrypted, and 7z encryption is not read", UnjudgedReason::encryption_not_read},
    {"Crypto codec", UnjudgedReason::encryption_not_read},
    {"compressed by method", UnjudgedReason::method_not_read},
    {"data compressed by a method", UnjudgedReason::method_not_read},
    {"Unexpected codec", UnjudgedReason::method_not_read},
    {"version ", UnjudgedReason::version_not_read},
    {"a format that is not read", UnjudgedReason::format_not_read},
    {"its ", UnjudgedReason::too_demanding},
    {"unpacks to thousands of times", UnjudgedReason::unpacks_too_far},
    {"an archive split", UnjudgedReason::in_several_files},
    {"goes on from another volume", UnjudgedReason::in_several_files},
    {"a sparse file", UnjudgedReason::sparse},
    {"a directory of", UnjudgedReason::directory_too_large},
    {"an SQL text of a program", UnjudgedReason::no_known_end},
    {"copied while in use", UnjudgedReason::copied_in_use},
});

constexpr auto kOpening = std::to_array<Beginning<OpeningReason>>({
    {"cannot be read", OpeningReason::unreadable},
    {"empty", OpeningReason::empty},
    {"not what its name says", OpeningReason::not_as_named},
    {"ends ", OpeningReason::truncated},
    {"shorter than it says", OpeningReason::truncated},
    {"no end", OpeningReason::truncated},
    {"a dump without its end", OpeningReason::truncated},
    {"its directory ends too early", OpeningReason::truncated},
    {"its compressed data ends too early", OpeningReason::truncated},
    {"without the index that a player needs", OpeningReason::truncated},
    {"a directory past its end", OpeningReason::truncated},
    {"a segment longer than the file", OpeningReason::truncated},
    {"a chunk longer than the file", OpeningReason::truncated},
    {"no entry where its directory says", OpeningReason::contents_damaged},
    {"its table of", OpeningReason::contents_damaged},
    {"its tables of", OpeningReason::contents_damaged},
    {"an object is not where", OpeningReason::contents_damaged},
    {"no trailer behind", OpeningReason::contents_damaged},
    {"no table of objects", OpeningReason::contents_damaged},
    {"its end does not say", OpeningReason::contents_damaged},
    {"no catalogue of pages", OpeningReason::contents_damaged},
    {"no directory at its end", OpeningReason::contents_damaged},
    {"its directory is not where", OpeningReason::contents_damaged},
    {"more pages than are read, or a loop", OpeningReason::contents_damaged},
    {"strips without their lengths", OpeningReason::contents_damaged},
    {"a chunk whose checksum is wrong", OpeningReason::wrong_checksum},
    {"its content is not the one that was packed", OpeningReason::wrong_checksum},
    {"its compressed data is broken", OpeningReason::cannot_decompress},
    {"decompresses to more than it says", OpeningReason::cannot_decompress},
    {"not well-formed", OpeningReason::not_well_formed},
    {"its content is not what its form prescribes", OpeningReason::not_well_formed},
    {"not of the expected form", OpeningReason::not_well_formed},
    {"syntax error", OpeningReason::not_well_formed},
    {"incomplete JSON", OpeningReason::not_well_formed},
    {"something follows the document", OpeningReason::not_well_formed},
    {"a quoted field without its end", OpeningReason::unclosed_quote},
    {"a byte that is in no text", OpeningReason::not_text},
    {"integrity_check", OpeningReason::database_damaged},
    {"SQLite", OpeningReason::database_damaged},
    {"no header", OpeningReason::malformed},
    {"its header is damaged", OpeningReason::malformed},
    {"no marker where", OpeningReason::malformed},
    {"a marker out of place", OpeningReason::malformed},
    {"no block where", OpeningReason::malformed},
    {"no box where", OpeningReason::malformed},
    {"no element where", OpeningReason::malformed},
    {"no item where", OpeningReason::malformed},
    {"a delimiter out of place", OpeningReason::malformed},
    {"does not say how it is written", OpeningReason::malformed},
    {"begins as something else", OpeningReason::malformed},
    {"an END without its BEGIN", OpeningReason::malformed},
    {"text outside of its entries", OpeningReason::malformed},
});
// Behind which stood the entry of a zip; and those that stood behind one.
constexpr auto kBeforeAnEntry =
    std::to_array<std::string_view>({"no entry where its directory says: ", "ends within its entry ",
                                     "its content is not the one that was packed: ", "not well-formed XML: "});
constexpr auto kBehindAnEntry = std::to_array<std::string_view>(
    {": its compressed data ends too early", ": its compressed data is broken", ": decompresses to more than it says",
     ": its content is not what its form prescribes"});

constexpr auto kLoading = std::to_array<Beginning<LoadingReason>>({
    {"ends within", LoadingReason::truncated},
    {"its ", LoadingReason::unreadable},
    {"something else follows", LoadingReason::unreadable},
    {"PostgreSQL refuses ", LoadingReason::refused},
    {"MariaDB refuses ", LoadingReason::refused},
    {"pg_restore ends with", LoadingReason::not_converted},
    {"initdb ends with", LoadingReason::does_not_start},
    {"mariadb-install-db ends with", LoadingReason::does_not_start},
    {"nobody but the super-user", LoadingReason::does_not_start},
    {"the scratch server does not start", LoadingReason::does_not_start},
    {"the scratch server makes no database", LoadingReason::makes_no_database},
    {"the scratch server ended", LoadingReason::ended},
    {"the time for loading dumps is spent", LoadingReason::takes_too_long},
    {"it took longer", LoadingReason::takes_too_long},
    {"it filled the disk", LoadingReason::disk_full},
    {"stopped", LoadingReason::stopped},
    {"made by a newer PostgreSQL", LoadingReason::newer_version},
    {"a custom dump that is compressed again", LoadingReason::compressed_twice},
    {"unpacks to thousands", LoadingReason::decompression},
    {"it holds rows without their tables", LoadingReason::rows_without_tables},
    {"it holds a command to psql", LoadingReason::client_command},
    {"a command to psql within", LoadingReason::client_command},
    {"a statement longer than is read", LoadingReason::statement_too_long},
    {"the client fails without a code", LoadingReason::client_failed},
});

template <class Reason, std::size_t kSize>
std::optional<Reason> reason_of(const std::array<Beginning<Reason>, kSize>& known, std::string_view text) {
  const auto found =
      std::ranges::find_if(known, [&](const Beginning<Reason>& one) { return text.starts_with(one.text); });
  return found == known.end() ? std::nullopt : std::optional(found->reason);
}

std::optional<std::uint64_t> read_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// What stands behind the last `mark`, which is taken away with it; nothing when it does not stand there.
std::optional<std::string_view> take_behind(std::string_view& text, std::string_view mark) {
  const std::size_t at = text.rfind(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view behind = text.substr(at + mark.size());
  text = text.substr(0, at);
  return behind;
}

bool is_hexadecimal(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// A piece in a pack of restic's, an entry in an archive; "note in english.txt" is a name.
bool is_inside(std::string_view piece, std::string_view container) {
  return (is_hexadecimal(piece) && is_hexadecimal(container)) ||
         formats::archives::is_archive_name(container.substr(container.rfind('/') + 1));
}

// "42c9… in f5a0… at byte 3184"
void read_place(std::string_view place, DamageFinding& found) {
  std::string_view rest = place;
  if (const auto digits = take_behind(rest, " at byte "))
    if (const auto offset = read_number(*digits)) {
      found.offset = offset;
      place = rest;
    }
  rest = place;
  if (const auto container = take_behind(rest, " in "); container && is_inside(rest, *container)) {
    found.within = *container;
    place = rest;
  }
  found.object = place;
}

class OldFinding {
 public:
  OldFinding(std::string_view subject, std::string_view detail) : subject_(subject), detail_(detail) {}

  // False when it was not written so.
  bool operator()(Remark& /*found*/) const { return subject_.empty() && detail_.empty(); }
  bool operator()(FormatNotRead& /*found*/) const { return subject_.empty() && detail_.empty(); }
  bool operator()(FileFinding& found) const { return set(found.path, subject_); }  // the detail was for a log
  bool operator()(PointFinding& found) const {
    found.restore_point = subject_;
    return set(found.time, parse_instant(detail_));
  }
  bool operator()(CountFinding& found) const { return set(found.count, read_number(detail_)); }
  bool operator()(CadenceFinding& found) const {
    return set(found.from, parse_date(subject_)) && set(found.to, parse_date(detail_));
  }
  bool operator()(MissedDay& found) const { return set(found.day, parse_date(subject_)); }
  bool operator()(ScheduledJob& found) const { return set(found.name, subject_) && set(found.place, detail_); }
  bool operator()(SuspectFile& found) const {
    return set(found.path, subject_) && set(found.type, parse_enumerator<FileType>(detail_));
  }
  bool operator()(RansomFinding& found) const { return set(found.path, subject_) && set(found.family, detail_); }
  bool operator()(SourceFinding& found) const {
    if (found.trouble == SourceTrouble::not_mounted) found.mount_point = detail_;
    if (found.trouble == SourceTrouble::stale) {
      const auto time = parse_instant(detail_);
      if (!time) return false;
      found.newest_file = *time;
    }
    return set(found.source, subject_);
  }
  bool operator()(UpheavalFinding& found) const {
    std::string_view files = detail_;
    const auto of = take_behind(files, "/");
    found.restore_point = subject_;
    return of && set(found.files, read_number(files)) && set(found.of, read_number(*of));
  }
  bool operator()(DamageFinding& found) const {
    constexpr std::string_view kThenPlace = ": ";
    const std::size_t end = detail_.find(kThenPlace);
    if (!set(found.damage, parse_enumerator<formats::DamageKind>(detail_.substr(0, end)))) return false;
    const bool hits_a_file = end != std::string_view::npos;
    if (hits_a_file) found.path = subject_;
    read_place(hits_a_file ? detail_.substr(end + kThenPlace.size()) : subject_, found);
    return true;
  }
  bool operator()(UnjudgedFinding& found) const {
    const std::size_t end = subject_.find(": ");
    found.container = subject_.substr(0, end);
    if (end != std::string_view::npos) found.piece = subject_.substr(end + 2);
    found.reason = reason_of(kUnjudged, detail_);
    return true;
  }
  bool operator()(NotRestored& found) const { return set(found.path, subject_); }
  bool operator()(NotOpened& found) const {
    std::string_view reason = detail_;
    for (const std::string_view before : kBeforeAnEntry)
      if (reason.starts_with(before)) found.part = reason.substr(before.size());
    for (const std::string_view behind : kBehindAnEntry)
      if (reason.ends_with(behind)) {
        found.part = reason.substr(0, reason.size() - behind.size());
        reason = behind.substr(2);
        break;
      }
    found.reason = reason_of(kOpening, reason);
    return set(found.path, subject_);
  }
  bool operator()(DumpFinding& found) const;
  // Newer than all that was kept so.
  bool operator()(ForeignFinding& /*found*/) const { return false; }
  bool operator()(LineFinding& /*found*/) const { return false; }
  bool operator()(DwindledDatabase& /*found*/) const { return false; }

 private:
  static bool set(std::string& field, std::string_view text) {
    field = text;
    return true;
  }
  template <class T, class Read>
  static bool set(T& field, const Read& read) {
    if (read) field = *read;
    return read.has_value();
  }

  std::string_view subject_;
  std::string_view detail_;
};

// "PostgreSQL refuses COPY with 23505, table patients", "MariaDB refuses it with 1064 at line 12"
bool OldFinding::operator()(DumpFinding& found) const {
  if (detail_.find("PostgreSQL") != std::string_view::npos) found.server = DatabaseServer::postgresql;
  if (detail_.find("MariaDB") != std::string_view::npos) found.server = DatabaseServer::mariadb;
  if (found.trouble == DumpTrouble::no_server) return found.server && set(found.path, subject_);
  if (found.trouble == DumpTrouble::no_cage) return set(found.path, subject_);
  found.reason = reason_of(kLoading, detail_);
  if (found.reason == LoadingReason::refused) {
    std::string_view rest = detail_;
    if (const auto table = take_behind(rest, ", table ")) found.table = *table;
    if (const auto line = take_behind(rest, " at line ")) found.line = read_number(*line);
    if (const auto code = take_behind(rest, " with ")) found.code = *code == "no code" ? "" : *code;
    if (found.trouble == DumpTrouble::not_loaded) found.reason = LoadingReason::lacks;
  }
  return set(found.path, subject_);
}

}  // namespace

Result<Finding> old_finding(std::string_view kind, std::string_view subject, std::string_view detail) {
  const auto& all = every_kind_of_finding();
  const auto known = std::ranges::find(all, kind, [](const Finding& one) { return name(one); });
  if (known != all.end()) {
    Finding finding = *known;
    if (std::visit(OldFinding(subject, detail), finding)) return finding;
  }
  return Error{ErrorKind::damaged, std::string(kind), std::nullopt, "not as any version of Garde wrote it"};
}

}  // namespace garde::storage
