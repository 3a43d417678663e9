#include "backups/destination_witness.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "backups/check.h"
#include "base/as_text.h"
#include "base/enumerators.h"

namespace garde::backups {
namespace {

constexpr std::string_view kFirstLine = "garde backup witness 1";
constexpr std::string_view kUnknown = "-";

// A name of the destination, which may hold any byte, as one line of text.
std::string as_line(std::string_view bytes) {
  std::string line = as_text(bytes);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return line;
}

std::string number_or_unknown(const std::optional<std::uint64_t>& number) {
  return number ? fmt::format("{}", *number) : std::string(kUnknown);
}

bool parse_number(std::string_view text, std::optional<std::uint64_t>& number) {
  if (text == kUnknown) return true;
  std::uint64_t read = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), read);
  number = read;
  return code == std::errc{} && end == text.data() + text.size() && !text.empty();
}

// The text up to the mark, which is taken away with it; all of it when there is none.
std::string_view take_until(std::string_view& text, char mark) {
  const std::size_t end = text.find(mark);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

// What follows `word` and a space on the next line; nothing when the line begins otherwise.
std::optional<std::string_view> line_of(std::string_view& text, std::string_view word) {
  std::string_view line = take_until(text, '\n');
  if (take_until(line, ' ') != word) return std::nullopt;
  return line;
}

std::optional<WitnessedPoint> parse_point(std::string_view line) {
  WitnessedPoint point;
  const auto time = parse_instant(take_until(line, '\t'));
  std::optional<std::uint64_t> bytes;
  if (!time || !parse_number(take_until(line, '\t'), point.files) || !parse_number(take_until(line, '\t'), bytes))
    return std::nullopt;
  point.time = *time;
  if (bytes) point.bytes = ByteCount{*bytes};
  if (const std::string_view digest = take_until(line, '\t'); digest != kUnknown) {
    point.digest = crypto::Sha256Digest::parse(digest);
    if (!point.digest) return std::nullopt;
  }
  point.id = line;
  return point;
}

// Only what both tell can differ.
template <class T>
bool differ(const std::optional<T>& a, const std::optional<T>& b) {
  return a && b && *a != *b;
}

bool is_changed(const WitnessedPoint& before, const WitnessedPoint& after) {
  return before.time != after.time || differ(before.files, after.files) || differ(before.bytes, after.bytes) ||
         differ(before.digest, after.digest);
}

}  // namespace

std::string_view name(WitnessReach reach) {
  switch (reach) {
    case WitnessReach::opened: return "opened";
    case WitnessReach::names: return "names";
    case WitnessReach::remembered: return "remembered";
  }
  fail_check("a WitnessReach outside its enum", __FILE__, __LINE__);
}

std::optional<WitnessReach> parse_witness_reach(std::string_view text) { return parse_enumerator<WitnessReach>(text); }

DestinationWitness take_witness(std::string destination, std::vector<WitnessedPoint> points, WitnessReach reach,
                                Instant now) {
  for (WitnessedPoint& point : points) point.id = as_line(point.id);
  std::ranges::sort(points,
                    [](const auto& a, const auto& b) { return std::tie(a.time, a.id) < std::tie(b.time, b.id); });
  return {std::move(destination), now, reach, std::move(points)};
}

DestinationWitness take_witness(std::string destination, std::span<const formats::RestorePoint> points, Instant now) {
  std::vector<WitnessedPoint> witnessed;
  for (const formats::RestorePoint& point : points)
    witnessed.push_back({point.id, point.time, point.files, point.bytes});
  return take_witness(std::move(destination), std::move(witnessed), WitnessReach::opened, now);
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
  // A remembered one was listed by a reader. A time told from a file's name is not the one its content holds.
  const bool alike = (before.reach == WitnessReach::names) == (after.reach == WitnessReach::names);
  std::map<std::string, const WitnessedPoint*> old;
  for (const WitnessedPoint& point : before.points) old.emplace(point.id, &point);
  std::vector<WitnessDifference> differences;
  for (const WitnessedPoint& point : after.points) {
    const auto found = old.find(point.id);
    if (found == old.end()) {
      differences.push_back({WitnessChange::added, point.id, point.time});
      continue;
    }
    if (alike && is_changed(*found->second, point))
      differences.push_back({WitnessChange::changed, point.id, point.time});
    old.erase(found);
  }
  for (const auto& [id, point] : old) differences.push_back({WitnessChange::removed, id, point->time});
  std::ranges::sort(differences,
                    [](const auto& a, const auto& b) { return std::tie(a.time, a.point) < std::tie(b.time, b.point); });
  return differences;
}

std::string encode(const DestinationWitness& witness) {
  std::string text = fmt::format("{}\ndestination {}\ntaken {}\nreach {}\n", kFirstLine, as_line(witness.destination),
                                 to_iso(witness.taken_at), name(witness.reach));
  for (const WitnessedPoint& point : witness.points) {
    const auto bytes = point.bytes ? std::optional(point.bytes->value) : std::nullopt;
    text += fmt::format("point {}\t{}\t{}\t{}\t{}\n", to_iso(point.time), number_or_unknown(point.files),
                        number_or_unknown(bytes), point.digest ? point.digest->hex() : std::string(kUnknown), point.id);
  }
  return text;
}

Result<DestinationWitness> parse_witness(std::string_view text) {
  const Error malformed{ErrorKind::invalid_input, "witness", std::nullopt, "not the witness of a destination"};
  if (text.size() > kMaxWitnessText.value || !text.ends_with('\n') || take_until(text, '\n') != kFirstLine)
    return malformed;
  const auto destination = line_of(text, "destination");
  const auto taken = line_of(text, "taken");
  const auto reach = line_of(text, "reach");
  if (!destination || !taken || !reach) return malformed;
  const auto taken_at = parse_instant(*taken);
  const auto read_reach = parse_witness_reach(*reach);
  if (!taken_at || !read_reach) return malformed;
  DestinationWitness witness{std::string(*destination), *taken_at, *read_reach, {}};
  while (!text.empty()) {
    const auto line = line_of(text, "point");
    auto point = line ? parse_point(*line) : std::nullopt;
    if (!point) return malformed;
    witness.points.push_back(std::move(*point));
  }
  return witness;
}

}  // namespace garde::backups
