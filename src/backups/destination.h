// Where a practice's data lives and where its backups are: data sets, their live sources, destinations. Values.
//
// A data set is something the practice cannot work without. The three of content/questionnaire/data-sets.toml are
// always there; a practice adds its own, and a software with two databases has two sources, both of which must
// come back. A destination is a folder, a disk or a network share that holds copies of some of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "evidence/evidence.h"
#include "formats/kinds.h"

namespace garde::backups {

using DestinationId = Id<struct DestinationTag>;
using DataSetId = evidence::SubjectId;  // the subject of the claims about it

enum class SourceKind : std::uint8_t {
  folder,    // everything below it
  file,      // a database in one file
  database,  // one of a database server: known by its name, which its dump carries
};
std::string_view name(SourceKind kind);
std::optional<SourceKind> parse_source_kind(std::string_view text);

struct Source {
  SourceKind kind{};
  std::string place;  // an absolute path, or the name of a database
  bool operator==(const Source&) const = default;
};

enum class Hosting : std::uint8_t {
  here,    // on the practice's own computers
  vendor,  // by who makes the software: an attestation, and the practice's own export as a destination
};
std::string_view name(Hosting hosting);
// The word that is stored: that of the first version, "editor" for vendor.
std::string_view recorded_word(Hosting hosting);
std::optional<Hosting> parse_hosting(std::string_view text);  // of either word

struct DataSet {
  DataSetId id;
  std::string title;  // "Dossiers patients"
  Hosting hosting{};
  std::string vendor;  // who hosts it; may be empty
  std::vector<Source> sources;
  bool always = false;  // one of the three that cannot be removed
  bool operator==(const DataSet&) const = default;
};

enum class Place : std::uint8_t {
  folder,         // on this computer
  external_disk,  // known by its volume, wherever it is plugged in
  network_share,
};
std::string_view name(Place place);
std::optional<Place> parse_place(std::string_view text);

struct Destination {
  DestinationId id;
  std::string name;  // "Disque du bureau"; no two of a practice are the same
  Place place{};
  std::string folder = {};                 // as last seen: an absolute path
  std::string volume = {};                 // what identifies its file system; empty when nothing does
  std::string within = {};                 // the folder below the root of that volume
  std::optional<formats::Kind> kind = {};  // absent: recognised anew each time
  std::vector<DataSetId> data_sets = {};
  std::chrono::hours max_age{};  // tolerable loss
  bool elsewhere = false;        // the practice says that it is kept outside the practice
  bool online = false;           // at somebody else's: HDS is asked
  // Whether the practice says that its host is certified for health data (HDS); absent: it does not know.
  std::optional<bool> hosting_certified = {};
  Instant added_at = {};
  std::optional<Instant> last_present_at = {};  // when Garde last found it there
  std::optional<Instant> last_absent_at = {};   // and last found it not there
  bool has_sealed_secret = false;
  bool operator==(const Destination&) const = default;
};

}  // namespace garde::backups
