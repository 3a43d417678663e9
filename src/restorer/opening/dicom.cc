// DICOM, part 10: the elements of a data set one after the other, to the end of the file.
#include <algorithm>
#include <array>
#include <cstring>

#include "restorer/opening/forms.h"

namespace garde::restorer::opening {
namespace {

constexpr std::uint64_t kMaxElements = 10'000'000;
constexpr int kMaxDepth = 64;  // sequences in sequences; records have three or four
constexpr std::uint64_t kUndefined = 0xffffffff;

struct Syntax {
  bool explicit_vr = true;
  bool big_endian = false;
};

bool has_long_length(std::string_view vr) {
  constexpr std::array<std::string_view, 13> kLong{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                   "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::ranges::find(kLong, vr) != kLong.end();
}

class DataSet {
 public:
  DataSet(Reading& reading, Syntax syntax) : reading_(reading), syntax_(syntax) {}

  // Elements up to `end`, or up to a delimiter when that is not known.
  Opening walk(std::uint64_t end, bool until_delimiter, int depth) {
    if (depth > kMaxDepth) return not_read(OpeningReason::too_large);
    while (until_delimiter || reading_.at() < end) {
      if (++elements_ > kMaxElements) return not_read(OpeningReason::too_large);
      const std::uint64_t at = reading_.at();
      if (reading_.left() < 8) return broken(OpeningReason::truncated, reading_.size());
      const std::uint64_t group = reading_.number(2, syntax_.big_endian);
      const std::uint64_t element = reading_.number(2, syntax_.big_endian);
      if (group == 0xfffe) {
        const std::uint64_t length = reading_.number(4, syntax_.big_endian);
        if (element == 0xe00d || element == 0xe0dd) {
          if (until_delimiter) return opened();
          return broken(OpeningReason::malformed, at);
        }
        if (auto item = walk_value(length, depth); item.outcome != Opened::opened) return item;
        continue;
      }
      std::uint64_t length = 0;
      if (syntax_.explicit_vr) {
        const auto raw = reading_.take(2);
        if (raw.size() != 2) return broken(OpeningReason::truncated, at);
        const std::string vr(reinterpret_cast<const char*>(raw.data()), 2);
        if (vr[0] < 'A' || vr[0] > 'Z' || vr[1] < 'A' || vr[1] > 'Z') return broken(OpeningReason::malformed, at);
        if (has_long_length(vr)) reading_.skip(2);
        length = reading_.number(has_long_length(vr) ? 4 : 2, syntax_.big_endian);
      } else {
        length = reading_.number(4, syntax_.big_endian);
      }
      if (auto value = walk_value(length, depth); value.outcome != Opened::opened) return value;
    }
    return opened();
  }

 private:
  Opening walk_value(std::uint64_t length, int depth) {
    if (length == kUndefined) return walk_items(depth + 1);
    if (length > reading_.left()) return broken(OpeningReason::truncated, reading_.size());
    reading_.skip(length);
    return opened();
  }

  // Items, or the fragments of a compressed picture, up to the sequence's delimiter.
  Opening walk_items(int depth) {
    if (depth > kMaxDepth) return not_read(OpeningReason::too_large);
    for (;;) {
      if (++elements_ > kMaxElements) return not_read(OpeningReason::too_large);
      const std::uint64_t at = reading_.at();
      if (reading_.left() < 8) return broken(OpeningReason::truncated, reading_.size());
      const std::uint64_t group = reading_.number(2, syntax_.big_endian);
      const std::uint64_t element = reading_.number(2, syntax_.big_endian);
      if (group != 0xfffe) {
        // An item of undefined length: its elements, up to its own delimiter.
        reading_.seek(at);
        return walk(0, true, depth);
      }
      const std::uint64_t length = reading_.number(4, syntax_.big_endian);
      if (element == 0xe0dd || element == 0xe00d) return opened();
      if (element != 0xe000) return broken(OpeningReason::malformed, at);
      if (length == kUndefined) {
        if (auto item = walk(0, true, depth); item.outcome != Opened::opened) return item;
      } else {
        if (length > reading_.left()) return broken(OpeningReason::truncated, reading_.size());
        reading_.skip(length);
      }
    }
  }

  Reading& reading_;
  Syntax syntax_;
  std::uint64_t elements_ = 0;
};

}  // namespace

Opening open_dicom(const io::File& file) {
  constexpr std::uint64_t kPreamble = 132;
  Reading reading(file, kPreamble);
  // The first group tells how the rest is written, and how long it is itself.
  std::string syntax_name;
  while (reading.left() >= 8) {
    const std::uint64_t at = reading.at();
    const std::uint64_t group = reading.number(2, false);
    const std::uint64_t element = reading.number(2, false);
    if (group != 2) {
      reading.seek(at);
      break;
    }
    const auto raw = reading.take(2);
    const std::string vr(reinterpret_cast<const char*>(raw.data()), raw.size());
    if (has_long_length(vr)) reading.skip(2);
    const std::uint64_t length = reading.number(has_long_length(vr) ? 4 : 2, false);
    if (length > reading.left()) return broken(OpeningReason::truncated, reading.size());
    const std::uint64_t next = reading.at() + length;
    if (element == 0x0010 && length <= 64) {
      const auto value = reading.take(static_cast<std::size_t>(length));
      syntax_name.assign(reinterpret_cast<const char*>(value.data()), value.size());
      while (!syntax_name.empty() && (syntax_name.back() == '\0' || syntax_name.back() == ' ')) syntax_name.pop_back();
    }
    reading.seek(next);
  }
  if (syntax_name.empty()) return broken(OpeningReason::malformed, kPreamble);
  if (syntax_name == "1.2.840.10008.1.2.1.99") return not_read(OpeningReason::form_not_read);
  const Syntax syntax{.explicit_vr = syntax_name != "1.2.840.10008.1.2",
                      .big_endian = syntax_name == "1.2.840.10008.1.2.2"};
  if (reading.left() == 0) return broken(OpeningReason::truncated, reading.size());
  return DataSet(reading, syntax).walk(file.size().value, false, 0);
}

}  // namespace garde::restorer::opening
