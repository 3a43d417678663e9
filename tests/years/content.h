// What a file of a generated practice holds: told in a few numbers, written out when it is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace garde::tests::years {

// How the bytes of a file are made. Forms whose names a program may not know stand beside those it does.
enum class Form : std::uint8_t {
  letter,      // .docx: a zip of deflated text
  old_letter,  // .doc, .xls: an OLE container with UTF-16 text
  pdf,         // text objects and compressed streams
  photo,       // .jpg
  scan,        // .tif: rows of an uncompressed page
  text,        // .txt, .csv, .hpr, .eml
  records,     // .fic, .mdb, .fdb, .dbf, .mdf, .db: pages of records, changed page by page
  memos,       // .mmo: records, and among them letters and photos
  index,       // .ndx: sorted numbers
  program,     // .exe, .dll: code
  package,     // .zip, .7z, .cab: compressed from its head to its end
  vault,       // .kdbx, .hc: the owner's own encryption, with or without a head
  junk,        // Thumbs.db, desktop.ini, ~$lettre.docx, .tmp
};

// What was done to the file as a whole, after its owner wrote it.
enum class Harm : std::uint8_t {
  none,
  whole,       // every byte encrypted
  head_kept,   // all but the first 4 KiB
  stripes,     // every second stretch of 4 KiB, the first included
  head_only,   // the first 4 KiB
  zeroed,      // as many zeros
  password,    // the owner set one: an OLE container again, its content encrypted
  pdf_inside,  // the owner inserted a document that he had received
};

struct Content {
  Form form{};
  std::uint64_t seed = 0;
  std::uint32_t size = 0;     // bytes, about: compressed forms come out a little longer or shorter
  std::uint32_t edition = 0;  // how often it was worked on
  Harm harm = Harm::none;
  bool operator==(const Content&) const = default;
};

std::vector<std::byte> written_out(const Content& content);

// A number for each content: equal for equal ones, and for no others that a year holds.
std::uint64_t identity_of(const Content& content);

// The same numbers for the same seed on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  // From `low` to `high`, both included.
  std::uint32_t between(std::uint32_t low, std::uint32_t high);
  bool chance(unsigned percent) { return between(1, 100) <= percent; }

 private:
  std::uint64_t state_;
};

}  // namespace garde::tests::years
