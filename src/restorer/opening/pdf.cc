// The skeleton of a PDF: header, the chain of cross-reference tables from its end, each object where the tables say.
// Page contents are not drawn.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "restorer/opening/forms.h"

namespace garde::restorer::opening {
namespace {

constexpr std::uint64_t kTail = 2'048;  // readers look for the end in the last kilobyte or two
constexpr int kMaxTables = 1'000;       // one for each time a file was added to
constexpr std::uint64_t kMaxObjects = 10'000'000;
constexpr std::uint64_t kMaxStream = std::uint64_t{1} << 30U;  // a cross-reference stream, decompressed

bool is_space(int c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0; }
bool is_digit(int c) { return c >= '0' && c <= '9'; }

int skip_space(Reading& reading) {
  int c = reading.byte();
  while (c >= 0 && is_space(c)) c = reading.byte();
  return c;
}

// Digits after space; leaves the reading behind them.
std::optional<std::uint64_t> number(Reading& reading) {
  int c = skip_space(reading);
  if (!is_digit(c)) return std::nullopt;
  std::uint64_t value = 0;
  for (int digits = 0; is_digit(c); c = reading.byte()) {
    if (++digits > 18) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (c >= 0) reading.seek(reading.at() - 1);
  return value;
}

bool word(Reading& reading, std::string_view text) {
  int c = skip_space(reading);
  for (const char expected : text) {
    if (c != expected) return false;
    c = reading.byte();
  }
  if (c >= 0) reading.seek(reading.at() - 1);
  return true;
}

bool is_object_at(const io::File& file, std::uint64_t offset, std::uint64_t wanted) {
  std::array<std::byte, 40> bytes{};
  const auto got = file.read_at(offset, bytes);
  if (!got) return false;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), *got);
  std::size_t at = 0;
  const auto skip = [&] {
    while (at < text.size() && is_space(text[at])) ++at;
  };
  const auto digits = [&]() -> std::optional<std::uint64_t> {
    skip();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (error != std::errc()) return std::nullopt;
    at = static_cast<std::size_t>(end - text.data());
    return value;
  };
  const auto object = digits();
  const auto generation = digits();
  skip();
  return object == wanted && generation && text.substr(at).starts_with("obj");
}

// The value of a key of a dictionary that is a plain number, from its text.
std::optional<std::uint64_t> number_of(std::string_view dictionary, std::string_view key) {
  for (std::size_t at = dictionary.find(key); at != std::string_view::npos; at = dictionary.find(key, at + 1)) {
    std::size_t from = at + key.size();
    while (from < dictionary.size() && is_space(dictionary[from])) ++from;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(dictionary.data() + from, dictionary.data() + dictionary.size(), value);
    if (error == std::errc() && from > at + key.size() - (key.empty() ? 1 : 0)) return value;
  }
  return std::nullopt;
}

struct Table {
  std::optional<std::uint64_t> previous;
  bool has_root = false;
  Opening opening = opened();
};

std::string text_at(const io::File& file, std::uint64_t offset) {
  constexpr std::size_t kMost = 65'536;
  std::string text(std::min<std::uint64_t>(kMost, file.size().value - std::min(offset, file.size().value)), '\0');
  const auto got = file.read_at(offset, std::as_writable_bytes(std::span(text)));
  text.resize(got ? *got : 0);
  return text;
}

std::string dictionary_at(const io::File& file, std::uint64_t offset, std::string_view until) {
  const std::string text = text_at(file, offset);
  return text.substr(0, text.find(until));
}

Table read_plain_table(const io::File& file, Reading& reading) {
  Table table;
  std::uint64_t objects = 0;
  for (;;) {
    const std::uint64_t before = reading.at();
    const auto first = number(reading);
    if (!first) {
      reading.seek(before);
      break;
    }
    const auto count = number(reading);
    if (!count || (objects += *count) > kMaxObjects) {
      table.opening = broken(OpeningReason::contents_damaged, before);
      return table;
    }
    for (std::uint64_t i = 0; i < *count; ++i) {
      const std::uint64_t at = reading.at();
      const auto offset = number(reading);
      const auto generation = number(reading);
      const int kind = skip_space(reading);
      if (!offset || !generation || (kind != 'n' && kind != 'f')) {
        table.opening = broken(OpeningReason::contents_damaged, at);
        return table;
      }
      if (kind == 'n' && *offset > 0 && !is_object_at(file, *offset, *first + i)) {
        table.opening = broken(OpeningReason::contents_damaged, *offset);
        return table;
      }
    }
  }
  const std::uint64_t at = reading.at();
  if (!word(reading, "trailer")) {
    table.opening = broken(OpeningReason::contents_damaged, at);
    return table;
  }
  const std::string dictionary = dictionary_at(file, reading.at(), "startxref");
  table.previous = number_of(dictionary, "/Prev");
  table.has_root = dictionary.find("/Root") != std::string::npos;
  return table;
}

Table read_stream_table(const io::File& file, std::uint64_t offset) {
  Table table;
  const std::string dictionary = dictionary_at(file, offset, "stream");
  if (dictionary.find("/XRef") == std::string::npos) {
    table.opening = broken(OpeningReason::contents_damaged, offset);
    return table;
  }
  table.previous = number_of(dictionary, "/Prev");
  table.has_root = dictionary.find("/Root") != std::string::npos;
  const auto length = number_of(dictionary, "/Length");
  Reading reading(file, offset + dictionary.size() + std::string_view("stream").size());
  if (reading.byte() == '\r') reading.byte();
  if (!length || *length > reading.left()) {
    table.opening = broken(OpeningReason::truncated, reading.size());
  } else if (dictionary.find("/FlateDecode") != std::string::npos) {
    table.opening = inflate(reading, Wrap::zlib, *length, kMaxStream, [](auto) { return true; });
  }
  return table;
}

}  // namespace

Opening open_pdf(const io::File& file) {
  const std::uint64_t size = file.size().value;
  const std::uint64_t from = size - std::min(size, kTail);
  const std::string tail = text_at(file, from);
  const std::size_t mark = tail.rfind("startxref");
  if (mark == std::string::npos || tail.find("%%EOF", mark) == std::string::npos)
    return broken(OpeningReason::truncated, size);
  Reading reading(file, from + mark + std::string_view("startxref").size());
  auto next = number(reading);
  if (!next) return broken(OpeningReason::contents_damaged, from + mark);
  // Some are written behind a few bytes that do not count.
  const std::string head = dictionary_at(file, 0, "%PDF-");
  if (head.size() >= 1'024) return broken(OpeningReason::malformed, 0);
  bool has_root = false;
  for (int tables = 0; next; ++tables) {
    if (tables == kMaxTables) return broken(OpeningReason::contents_damaged, *next);
    if (*next >= size) return broken(OpeningReason::truncated, size);
    reading.seek(*next);
    Table table = word(reading, "xref") ? read_plain_table(file, reading) : read_stream_table(file, *next);
    if (table.opening.outcome != Opened::opened) return table.opening;
    has_root = has_root || table.has_root;
    next = table.previous;
  }
  if (!has_root) return broken(OpeningReason::contents_damaged, size);
  return for_each_piece(file, [](auto, auto) { return opened(); });
}

}  // namespace garde::restorer::opening
