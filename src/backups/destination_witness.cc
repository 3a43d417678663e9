#include "backups/destination_witness.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "backups/check.h"

namespace garde::backups {
namespace {

std::string number_or_null(const std::optional<std::uint64_t>& number) {
  return number ? fmt::format("{}", *number) : std::string("null");
}

std::string json_text(std::string_view bytes) {
  std::string text = "\"";
  for (const char c : as_text(bytes)) {
    if (c == '"' || c == '\\')
      text += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20)
      text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      text += c;
  }
  return text + "\"";
}

std::string points_json(std::span<const WitnessedPoint> points) {
  std::string text = "[";
  for (const WitnessedPoint& point : points) {
    if (text.size() > 1) text += ",";
    const auto bytes = point.bytes ? std::optional(point.bytes->value) : std::nullopt;
    text += fmt::format(R"({{"id":{},"time":"{}","files":{},"bytes":{}}})", json_text(point.id), to_iso(point.time),
                        number_or_null(point.files), number_or_null(bytes));
  }
  return text + "]";
}

}  // namespace

crypto::Sha256Digest DestinationWitness::digest() const {
  const std::string text = points_json(points);
  return crypto::sha256(std::as_bytes(std::span(text)));
}

DestinationWitness take_witness(std::string destination, std::span<const formats::RestorePoint> points, Instant now) {
  DestinationWitness witness{std::move(destination), now, {}};
  for (const formats::RestorePoint& point : points)
    witness.points.push_back({point.id, point.time, point.files, point.bytes});
  std::ranges::sort(witness.points,
                    [](const auto& a, const auto& b) { return std::tie(a.time, a.id) < std::tie(b.time, b.id); });
  return witness;
}

std::string_view name(WitnessChange change) {
  switch (change) {
    case WitnessChange::added: return "added";
    case WitnessChange::removed: return "removed";
    case WitnessChange::changed: return "changed";
  }
  fail_check("a WitnessChange outside its enum", __FILE__, __LINE__);
}

std::vector<WitnessDifference> compare(const DestinationWitness& before, const DestinationWitness& after) {
  std::map<std::string, const WitnessedPoint*> old;
  for (const WitnessedPoint& point : before.points) old.emplace(point.id, &point);
  std::vector<WitnessDifference> differences;
  for (const WitnessedPoint& point : after.points) {
    const auto found = old.find(point.id);
    if (found == old.end()) {
      differences.push_back({WitnessChange::added, point.id, point.time});
      continue;
    }
    if (*found->second != point) differences.push_back({WitnessChange::changed, point.id, point.time});
    old.erase(found);
  }
  for (const auto& [id, point] : old) differences.push_back({WitnessChange::removed, id, point->time});
  std::ranges::sort(differences,
                    [](const auto& a, const auto& b) { return std::tie(a.time, a.point) < std::tie(b.time, b.point); });
  return differences;
}

std::string to_json(const DestinationWitness& witness) {
  return fmt::format(R"({{"destination":{},"taken_at":"{}","sha256":"{}","restore_points":{}}})",
                     json_text(witness.destination), to_iso(witness.taken_at), witness.digest().hex(),
                     points_json(witness.points));
}

}  // namespace garde::backups
