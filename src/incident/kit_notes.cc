#include "incident/kit_notes.h"

#include <charconv>
#include <optional>

namespace garde::incident {
namespace {

// Cuts a line into what it begins with, piece by piece.
class Line {
 public:
  explicit Line(std::string_view text) : rest_(text) {}

  std::optional<int> number(std::size_t most_digits) {
    int value = 0;
    const auto* const end = rest_.data() + std::min(most_digits, rest_.size());
    const auto read = std::from_chars(rest_.data(), end, value);
    if (read.ec != std::errc() || value < 0 || rest_.front() == '-') return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
    return value;
  }
  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void spaces() {
    while (take(" \t")) {
    }
  }
  std::string_view word() {
    const std::string_view word = rest_.substr(0, rest_.find_first_of(" \t"));
    rest_.remove_prefix(word.size());
    return word;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::optional<Instant> written_by_the_kit(Line& line) {
  Line ahead = line;
  const auto instant = parse_instant(ahead.word());
  if (!instant) return std::nullopt;
  line = ahead;
  return *instant;
}

std::optional<Instant> written_by_hand(Line& line, Date today,
                                       const std::function<Instant(Date, std::chrono::minutes)>& to_instant) {
  constexpr int kHours = 24;
  constexpr int kMinutes = 60;
  const auto day = line.number(2);
  if (!day || !line.take("/.-")) return std::nullopt;
  const auto month = line.number(2);
  if (!month) return std::nullopt;
  int year = static_cast<int>(today.year());
  if (line.take("/.-")) {
    const auto written = line.number(4);
    if (!written) return std::nullopt;
    year = *written < 100 ? 2000 + *written : *written;
  }
  line.spaces();
  const auto hour = line.number(2);
  line.spaces();
  if (!hour || !line.take(":hH")) return std::nullopt;
  line.spaces();
  const int minute = line.number(2).value_or(0);
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(*month)),
                  std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || nearest_readable(date) != date || *hour >= kHours || minute >= kMinutes) return std::nullopt;
  return to_instant(date, std::chrono::minutes(*hour * kMinutes + minute));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

KitNotes read_kit_notes(std::string_view text, Date today,
                        const std::function<Instant(Date, std::chrono::minutes)>& to_instant) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  KitNotes read;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view written = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (written.empty() || written.front() == '#') continue;
    Line line(written);
    auto fact = written_by_the_kit(line);
    if (!fact) fact = written_by_hand(line, today, to_instant);
    line.spaces();
    if (!fact || line.rest().empty() || line.rest().size() > kMaxKitNote || read.notes.size() == kMaxKitNotes) {
      read.unreadable.push_back(number);
      continue;
    }
    read.notes.push_back({.text = std::string(line.rest()), .fact = *fact});
  }
  return read;
}

}  // namespace garde::incident
