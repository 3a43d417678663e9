#include "backups/destination.h"

#include "base/enumerators.h"

namespace garde::backups {
namespace {

constexpr std::string_view kRecordedVendor = "editor";

}  // namespace

std::string_view name(SourceKind kind) {
  switch (kind) {
    case SourceKind::folder: return "folder";
    case SourceKind::file: return "file";
    case SourceKind::database: return "database";
  }
  fail_check("a SourceKind outside its enum", __FILE__, __LINE__);
}

std::optional<SourceKind> parse_source_kind(std::string_view text) { return parse_enumerator<SourceKind>(text); }

std::string_view name(Hosting hosting) {
  switch (hosting) {
    case Hosting::here: return "here";
    case Hosting::vendor: return "vendor";
  }
  fail_check("a Hosting outside its enum", __FILE__, __LINE__);
}

std::string_view recorded_word(Hosting hosting) { return hosting == Hosting::vendor ? kRecordedVendor : name(hosting); }

std::optional<Hosting> parse_hosting(std::string_view text) {
  if (text == kRecordedVendor) return Hosting::vendor;
  return parse_enumerator<Hosting>(text);
}

std::string_view name(Place place) {
  switch (place) {
    case Place::folder: return "folder";
    case Place::external_disk: return "external-disk";
    case Place::network_share: return "network-share";
  }
  fail_check("a Place outside its enum", __FILE__, __LINE__);
}

std::optional<Place> parse_place(std::string_view text) { return parse_enumerator<Place>(text); }

}  // namespace garde::backups
