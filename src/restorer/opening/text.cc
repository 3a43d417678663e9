#include <algorithm>
#include <array>

#include <expat.h>

#include "formats/dumps/dump_file.h"
#include "formats/json.h"
#include "restorer/opening/forms.h"

namespace garde::restorer::opening {
namespace {

using backups::FileType;

constexpr std::size_t kMaxLine = std::size_t{1} << 20U;  // of a calendar, an address book, a mail header

// Whether all bytes can be text: UTF-8, or Latin-1 and its kin, or UTF-16 with its mark. Nothing writes NUL or most
// control characters into one byte texts; a file that a crash filled with zeros has them.
class TextCheck {
 public:
  Opening feed(std::span<const std::byte> bytes, std::uint64_t at) {
    if (at == 0 && bytes.size() >= 2) {
      const auto first = std::to_integer<unsigned>(bytes[0]);
      const auto second = std::to_integer<unsigned>(bytes[1]);
      is_wide_ = (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
    }
    if (is_wide_) return opened();
    // Over all bytes without looking for where: many at a time, and hardly ever is there one.
    std::uint8_t is_broken = 0;
    for (const std::byte byte : bytes) is_broken |= is_in_no_text(byte);
    if (is_broken == 0) return opened();
    return broken(OpeningReason::not_text,
                  at + static_cast<std::uint64_t>(std::ranges::find_if(bytes, is_in_no_text) - bytes.begin()));
  }
  bool is_wide() const { return is_wide_; }

 private:
  // 1 or 0, in bytes and without a branch: only so does the compiler take many at a time.
  static std::uint8_t is_in_no_text(std::byte byte) {
    const auto c = std::to_integer<std::uint8_t>(byte);
    const std::uint8_t is_control = c < 0x20;
    const std::uint8_t is_space = static_cast<std::uint8_t>(c - '\t') <= '\r' - '\t';
    const std::uint8_t is_printers = static_cast<std::uint8_t>(c - 0x1a) <= 0x1c - 0x1a;  // and HL7's: escape, ends
    const std::uint8_t is_delete = c == 0x7f;
    return static_cast<std::uint8_t>((is_control & ~(is_space | is_printers)) | is_delete);
  }

  bool is_wide_ = false;
};

// Keeps the last bytes of what passes.
class Tail {
 public:
  void feed(std::span<const std::byte> bytes) {
    text_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    constexpr std::size_t kKept = 4'096;
    if (text_.size() > 2 * kKept) text_.erase(0, text_.size() - kKept);
  }
  bool holds(std::string_view mark) const { return text_.find(mark) != std::string::npos; }

 private:
  std::string text_;
};

// Calls `on_line` without its end. A line too long for its form ends the file's reading.
Opening for_each_line(const io::File& file, const std::function<Opening(std::string_view, std::uint64_t)>& on_line) {
  std::string line;
  std::uint64_t start = 0;
  TextCheck text;
  auto read = for_each_piece(file, [&](std::span<const std::byte> piece, std::uint64_t at) -> Opening {
    if (auto checked = text.feed(piece, at); checked.outcome != Opened::opened) return checked;
    for (std::size_t i = 0; i < piece.size(); ++i) {
      const char c = static_cast<char>(piece[i]);
      if (c != '\n') {
        line.push_back(c);
        if (line.size() > kMaxLine) return not_read(OpeningReason::too_large);
        continue;
      }
      if (line.ends_with('\r')) line.pop_back();
      if (auto heard = on_line(line, start); heard.outcome != Opened::opened) return heard;
      line.clear();
      start = at + i + 1;
    }
    return opened();
  });
  if (read.outcome != Opened::opened || line.empty()) return read;
  return on_line(line, start);
}

bool same_word(std::string_view a, std::string_view b) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return std::ranges::equal(a, b, {}, upper, upper);
}

// BEGIN and END in pairs, the outermost being `kind`; at least one of them.
Opening open_components(const io::File& file, std::string_view kind) {
  constexpr std::size_t kMaxDepth = 16;
  std::vector<std::string> open;
  std::uint64_t whole = 0;
  auto read = for_each_line(file, [&](std::string_view line, std::uint64_t at) -> Opening {
    if (at == 0 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    const std::size_t colon = line.find(':');
    const std::string_view word = line.substr(0, colon);
    const std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
    if (same_word(word, "BEGIN")) {
      if (open.size() == kMaxDepth) return not_read(OpeningReason::too_large);
      if (open.empty() && !same_word(value, kind)) return broken(OpeningReason::malformed, at);
      open.emplace_back(value);
    } else if (same_word(word, "END")) {
      if (open.empty() || !same_word(open.back(), value)) return broken(OpeningReason::malformed, at);
      open.pop_back();
      if (open.empty()) ++whole;
    } else if (open.empty() && line.find_first_not_of(" \t") != std::string_view::npos) {
      return broken(OpeningReason::malformed, at);
    }
    return opened();
  });
  if (read.outcome != Opened::opened) return read;
  if (!open.empty() || whole == 0) return broken(OpeningReason::truncated, file.size().value);
  return opened();
}

// Quotes in pairs: a table cut within a quoted field has one too many.
Opening open_csv(const io::File& file) {
  TextCheck text;
  constexpr std::byte kQuote{'"'};
  std::uint8_t is_odd = 0;
  std::uint64_t last = 0;
  auto read = for_each_piece(file, [&](std::span<const std::byte> piece, std::uint64_t at) {
    std::uint8_t is_there = 0;
    for (const std::byte byte : piece) {
      const std::uint8_t is_quote = byte == kQuote;
      is_odd ^= is_quote;
      is_there |= is_quote;
    }
    if (is_there != 0) {
      const auto past_last = std::find(piece.rbegin(), piece.rend(), kQuote).base();
      last = at + static_cast<std::uint64_t>(past_last - piece.begin()) - 1;
    }
    return text.feed(piece, at);
  });
  if (read.outcome != Opened::opened || text.is_wide() || is_odd == 0) return read;
  return broken(OpeningReason::unclosed_quote, last);
}

// What the programs that write dumps put at their end, so that a dump cut short can be told.
Opening open_sql(const io::File& file) {
  struct Marks {
    std::string_view beginning;
    std::string_view end;
  };
  constexpr std::array kMarks{
      Marks{"-- PostgreSQL database cluster dump", "-- PostgreSQL database cluster dump complete"},
      Marks{"-- PostgreSQL database dump", "-- PostgreSQL database dump complete"},
      Marks{"-- MySQL dump", "-- Dump completed"}, Marks{"-- MariaDB dump", "-- Dump completed"},
      Marks{"BEGIN TRANSACTION;", "COMMIT;"}};
  Tail tail;
  std::string head;
  auto read = for_each_piece(file, [&](std::span<const std::byte> piece, std::uint64_t at) {
    constexpr std::size_t kHead = formats::dumps::kTelling;
    if (at == 0) head.assign(reinterpret_cast<const char*>(piece.data()), std::min(piece.size(), kHead));
    tail.feed(piece);  // need not be text: MySQL may write binary columns as they are
    return opened();
  });
  if (read.outcome != Opened::opened) return read;
  for (const Marks& marks : kMarks) {
    constexpr std::size_t kFirstLines = 512;
    if (std::string_view(head).substr(0, kFirstLines).find(marks.beginning) == std::string::npos) continue;
    return tail.holds(marks.end) ? opened() : broken(OpeningReason::truncated, file.size().value);
  }
  // Statements may hold binary columns as they are, in which a NUL alone is written otherwise.
  const bool is_dump = formats::dumps::dump_kind_of(std::as_bytes(std::span(head))).has_value();
  TextCheck text;
  read = for_each_piece(file, [&](std::span<const std::byte> piece, std::uint64_t at) {
    if (!is_dump) return text.feed(piece, at);
    const auto nul = std::ranges::find(piece, std::byte{0});
    if (nul == piece.end()) return opened();
    return broken(OpeningReason::not_text, at + static_cast<std::uint64_t>(nul - piece.begin()));
  });
  return read.outcome == Opened::opened ? not_read(OpeningReason::form_not_read) : read;
}

bool is_header_line(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon > 0 &&
         std::ranges::all_of(line.substr(0, colon), [](char c) { return c > ' ' && c < 127; });
}

// Header lines up to an empty one, and the closing boundary of what says it has parts.
Opening open_mail(const io::File& file) {
  bool in_header = true;
  bool is_mbox = false;
  std::uint64_t headers = 0;
  std::string boundary;
  bool closed = false;
  std::string header;
  const auto note_boundary = [&] {
    const std::size_t at = header.find("boundary=");
    if (at == std::string::npos || !boundary.empty() || header.find("multipart/") == std::string::npos) return;
    std::string_view rest = std::string_view(header).substr(at + 9);
    boundary =
        rest.starts_with('"') ? rest.substr(1, rest.substr(1).find('"')) : rest.substr(0, rest.find_first_of("; \t"));
  };
  auto read = for_each_line(file, [&](std::string_view line, std::uint64_t at) -> Opening {
    if (at == 0 && line.starts_with("From ")) {
      is_mbox = true;
      return opened();
    }
    if (!in_header) {
      if (!boundary.empty() && line == "--" + boundary + "--") closed = true;
      return opened();
    }
    if (line.empty()) {
      note_boundary();
      in_header = false;
    } else if (line.front() == ' ' || line.front() == '\t') {
      header += line;
    } else if (is_header_line(line)) {
      note_boundary();
      header = line;
      ++headers;
    } else {
      return broken(OpeningReason::malformed, at);
    }
    return opened();
  });
  if (read.outcome != Opened::opened) return read;
  if (headers == 0 || in_header) return broken(OpeningReason::truncated, file.size().value);
  if (!is_mbox && !boundary.empty() && !closed) return broken(OpeningReason::truncated, file.size().value);
  return opened();
}

// Hears everything and keeps nothing.
class AnyJson final : public formats::JsonVisitor {
 public:
  bool on_object_begin() override { return true; }
  bool on_array_begin() override { return true; }
  Want on_key(std::string_view /*key*/) override { return Want::value; }
  bool on_string(std::string_view /*text*/) override { return true; }
  bool on_unsigned(std::uint64_t /*value*/) override { return true; }
  bool on_null() override { return true; }
  bool on_other() override { return true; }
};

}  // namespace

Opening open_json(const io::File& file) {
  AnyJson any;
  formats::JsonParser parser(any);
  auto read = for_each_piece(file, [&](std::span<const std::byte> piece, std::uint64_t at) {
    if (parser.feed(piece)) return opened();
    return parser.exceeds_limits() ? not_read(OpeningReason::too_large) : broken(OpeningReason::not_well_formed, at);
  });
  if (read.outcome != Opened::opened) return read;
  return parser.finish() ? opened() : broken(OpeningReason::not_well_formed, file.size().value);
}

struct XmlCheck::Parser {
  XML_Parser handle = XML_ParserCreate(nullptr);
  bool failed = false;
};

XmlCheck::XmlCheck() : parser_(std::make_unique<Parser>()) { GARDE_CHECK(parser_->handle != nullptr); }
XmlCheck::~XmlCheck() { XML_ParserFree(parser_->handle); }

bool XmlCheck::feed(std::span<const std::byte> bytes) {
  const auto status = XML_Parse(parser_->handle, reinterpret_cast<const char*>(bytes.data()),
                                static_cast<int>(bytes.size()), XML_FALSE);
  parser_->failed = parser_->failed || status != XML_STATUS_OK;
  return !parser_->failed;
}

bool XmlCheck::finish() { return !parser_->failed && XML_Parse(parser_->handle, "", 0, XML_TRUE) == XML_STATUS_OK; }
std::uint64_t XmlCheck::offset() const {
  return static_cast<std::uint64_t>(std::max<XML_Index>(0, XML_GetCurrentByteIndex(parser_->handle)));
}

Opening open_xml(const io::File& file) {
  XmlCheck xml;
  auto read = for_each_piece(file, [&](std::span<const std::byte> piece, std::uint64_t /*at*/) {
    return xml.feed(piece) ? opened() : broken(OpeningReason::not_well_formed, xml.offset());
  });
  if (read.outcome != Opened::opened) return read;
  return xml.finish() ? opened() : broken(OpeningReason::not_well_formed, xml.offset());
}

Opening open_text(FileType type, const io::File& file) {
  switch (type) {
    case FileType::csv: return open_csv(file);
    case FileType::icalendar: return open_components(file, "VCALENDAR");
    case FileType::vcard: return open_components(file, "VCARD");
    case FileType::mail: return open_mail(file);
    case FileType::sql: return open_sql(file);
    default: break;
  }
  TextCheck text;
  return for_each_piece(file, [&](std::span<const std::byte> piece, std::uint64_t at) { return text.feed(piece, at); });
}

}  // namespace garde::restorer::opening
