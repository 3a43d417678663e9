#include "tests/years/content.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include <fmt/format.h>
#include <zlib.h>

#include "base/result.h"

namespace garde::tests::years {
namespace {

using Bytes = std::string;  // while it is being written

constexpr std::size_t kPage = 4096;         // of a database
constexpr std::size_t kSpared = 4096;       // what hurried ransomware leaves, or takes
constexpr std::uint32_t kEditedPages = 20;  // one page in so many changes with an edition

void append(Bytes& bytes, std::string_view more) { bytes += more; }

void append_little_endian(Bytes& bytes, std::uint64_t value, int octets) {
  for (int i = 0; i < octets; ++i) bytes.push_back(static_cast<char>(value >> (8 * i)));
}

constexpr std::array kWords{"patient",    "consultation", "tension",      "normale",     "suivi",      "traitement",
                            "ordonnance", "bilan",        "sanguin",      "contrôle",    "dans",       "trois",
                            "mois",       "douleur",      "lombaire",     "depuis",      "plusieurs",  "jours",
                            "examen",     "clinique",     "sans",         "anomalie",    "renouveler", "vaccin",
                            "à",          "jour",         "courrier",     "adressé",     "au",         "cardiologue",
                            "avis",       "demandé",      "amoxicilline", "paracétamol", "un",         "gramme",
                            "matin",      "et",           "soir",         "pendant",     "six",        "allergie",
                            "connue",     "pénicilline",  "enfant",       "croissance",  "régulière",  "poids",
                            "taille",     "kg",           "cm",           "merci",       "cher",       "confrère",
                            "madame",     "monsieur",     "né",           "née",         "le",         "la",
                            "des",        "très",         "cordialement", "docteur"};

std::string sentences(Dice& dice, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    text += kWords[dice.between(0, kWords.size() - 1)];
    const std::uint32_t mark = dice.between(0, 19);
    text += mark == 0 ? ".\r\n" : mark == 1 ? fmt::format(" {} ", dice.between(1, 2026)) : mark == 2 ? ", " : " ";
  }
  text.resize(size);
  return text;
}

Bytes noise(Dice& dice, std::size_t size) {
  Bytes bytes(size, '\0');
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i, word >>= 8) {
    if (i % 8 == 0) word = dice.next();
    bytes[i] = static_cast<char>(word);
  }
  return bytes;
}

Bytes deflated(std::string_view text) {
  z_stream stream{};
  constexpr int kRaw = -15;
  GARDE_CHECK(deflateInit2(&stream, 1, Z_DEFLATED, kRaw, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  Bytes out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  GARDE_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// A text that takes about `size` bytes when it is compressed.
std::string text_for(Dice& dice, std::size_t size) { return sentences(dice, size * 7 / 2); }

struct Member {
  std::string name;
  std::string text;
};

Bytes zip_of(const std::vector<Member>& members) {
  Bytes zip;
  Bytes directory;
  for (const Member& member : members) {
    const Bytes packed = deflated(member.text);
    const auto crc =
        crc32(0, reinterpret_cast<const Bytef*>(member.text.data()), static_cast<uInt>(member.text.size()));
    const std::size_t at = zip.size();
    const auto facts = [&](Bytes& out) {
      append_little_endian(out, 20, 2);
      append_little_endian(out, 0, 2);
      append_little_endian(out, 8, 2);
      append_little_endian(out, 0x5a215a21, 4);
      append_little_endian(out, crc, 4);
      append_little_endian(out, packed.size(), 4);
      append_little_endian(out, member.text.size(), 4);
      append_little_endian(out, member.name.size(), 2);
      append_little_endian(out, 0, 2);
    };
    append(zip, "PK\x03\x04");
    facts(zip);
    append(zip, member.name);
    append(zip, packed);
    append(directory, "PK\x01\x02");
    append_little_endian(directory, 20, 2);
    facts(directory);
    directory.append(10, '\0');  // no comment, the first disk, no attributes
    append_little_endian(directory, at, 4);
    append(directory, member.name);
  }
  const std::size_t at = zip.size();
  append(zip, directory);
  append(zip, "PK\x05\x06");
  append_little_endian(zip, 0, 4);
  append_little_endian(zip, members.size(), 2);
  append_little_endian(zip, members.size(), 2);
  append_little_endian(zip, directory.size(), 4);
  append_little_endian(zip, at, 4);
  append_little_endian(zip, 0, 2);
  return zip;
}

Bytes letter(Dice& dice, std::size_t size) {
  return zip_of(
      {{"[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"},
       {"word/document.xml", "<w:document>" + text_for(dice, size) + "</w:document>"},
       {"word/styles.xml", "<w:styles/>"}});
}

Bytes ole_head(std::string_view directory_entry) {
  Bytes bytes;
  append(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
  bytes.resize(24, '\0');
  append(bytes, std::string_view("\x3e\x00\x03\x00\xfe\xff\x09\x00", 8));
  bytes.resize(512, '\0');
  for (const char c : directory_entry) append_little_endian(bytes, static_cast<unsigned char>(c), 2);
  bytes.resize(1024, '\0');
  return bytes;
}

Bytes old_letter(Dice& dice, std::size_t size) {
  Bytes bytes = ole_head("Root Entry WordDocument");
  for (const char c : sentences(dice, size / 2)) append_little_endian(bytes, static_cast<unsigned char>(c), 2);
  return bytes;
}

Bytes pdf(Dice& dice, std::size_t size) {
  Bytes bytes;
  append(bytes, "%PDF-1.5\n%\xe2\xe3\xcf\xd3\n");
  int object = 1;
  while (bytes.size() + 200 < size) {
    const Bytes stream =
        deflated(text_for(dice, std::min<std::size_t>(dice.between(2'000, 12'000), size - bytes.size())));
    append(bytes, fmt::format("{} 0 obj\n<< /Length {} /Filter /FlateDecode >>\nstream\n", object++, stream.size()));
    append(bytes, stream);
    append(bytes, "\nendstream\nendobj\n");
  }
  append(bytes, fmt::format("xref\n0 {}\n", object));
  for (int i = 0; i < object; ++i) append(bytes, fmt::format("{:010} 00000 n \n", i * 4711 % 99'999));
  append(bytes, fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", object, bytes.size()));
  return bytes;
}

Bytes photo(Dice& dice, std::size_t size) {
  Bytes bytes;
  append(bytes, std::string_view("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00", 20));
  append(bytes, std::string_view("\xff\xdb\x00\x43\x00", 5));
  for (std::uint32_t i = 0; i < 64; ++i) append_little_endian(bytes, 2 + i * 3 / 2, 1);
  append(bytes, std::string_view("\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00", 14));
  for (const char byte : noise(dice, size)) {
    // Huffman codes favour some values, and a 0xff is followed by a zero.
    const unsigned value = static_cast<unsigned char>(byte);
    bytes.push_back(value < 12 ? static_cast<char>(value * 9) : byte);
    if (byte == '\xff') bytes.push_back('\0');
  }
  append(bytes, "\xff\xd9");
  return bytes;
}

Bytes scan(Dice& dice, std::size_t size) {
  Bytes bytes;
  append(bytes, std::string_view("II*\x00\x08\x00\x00\x00", 8));
  bytes.resize(256, '\0');
  while (bytes.size() < size) {
    const std::uint32_t run = dice.between(8, 200);
    const bool ink = dice.chance(12);
    for (std::uint32_t i = 0; i < run; ++i)
      bytes.push_back(static_cast<char>(ink ? dice.between(10, 60) : dice.between(250, 255)));
  }
  return bytes;
}

std::uint32_t last_edit_of_page(std::uint64_t seed, std::uint64_t page, std::uint32_t edition) {
  for (std::uint32_t e = edition; e > 0; --e)
    if (Dice(seed ^ (page * 0x9e3779b97f4a7c15U) ^ (std::uint64_t{e} << 40U)).between(1, kEditedPages) == 1) return e;
  return 0;
}

void append_page(Bytes& bytes, std::uint64_t seed, std::uint64_t page, std::uint32_t edit) {
  Dice dice(seed * 31 + page * 131 + edit);
  Bytes written;
  append_little_endian(written, page, 4);
  append_little_endian(written, edit, 4);
  while (written.size() + 120 < kPage) {
    append_little_endian(written, dice.between(1, 90'000), 4);
    append_little_endian(written, 20'200'101 + dice.between(0, 60'000), 4);
    std::string field = sentences(dice, dice.between(20, 70));
    field.resize(80, ' ');
    append(written, field);
  }
  written.resize(kPage, '\0');
  append(bytes, written);
}

// Written in place: the pages of an edition that it did not touch are those of the one before. Programs take room
// ahead of need, so the last eighth is zeros.
Bytes records(std::string_view head, const Content& content) {
  Bytes bytes;
  append(bytes, head);
  bytes.resize(kPage, '\0');
  const std::size_t pages = std::max<std::size_t>(1, content.size / kPage);
  for (std::size_t page = 1; page < pages - pages / 8; ++page)
    append_page(bytes, content.seed, page, last_edit_of_page(content.seed, page, content.edition));
  bytes.resize(pages * kPage, '\0');
  return bytes;
}

Bytes memos(const Content& content) {
  Bytes bytes;
  append(bytes, std::string_view("MMO\x01", 4));
  bytes.resize(kPage, '\0');
  // What was written once stays where it is; each edition adds.
  for (std::uint64_t memo = 0; bytes.size() < content.size; ++memo) {
    Dice dice(content.seed * 17 + memo);
    const std::uint32_t kind = dice.between(0, 9);
    const std::uint32_t size = dice.between(500, 9'000);
    if (kind == 0)
      append(bytes, photo(dice, size));
    else if (kind == 1)
      append(bytes, letter(dice, size));
    else
      append(bytes, "{\\rtf1\\ansi " + sentences(dice, size) + "}");
  }
  return bytes;
}

Bytes index(const Content& content) {
  Bytes bytes;
  append(bytes, std::string_view("NDX\x01", 4));
  bytes.resize(kPage, '\0');
  Dice dice(content.seed);
  for (std::uint32_t key = content.edition; bytes.size() < content.size;) {
    key += dice.between(1, 40);
    append_little_endian(bytes, key, 4);
    append_little_endian(bytes, dice.between(1, 4'000), 4);
  }
  return bytes;
}

Bytes program(Dice& dice, std::size_t size) {
  static constexpr std::string_view kCode("\x48\x8b\x89\xe8\x0f\x85\x00\x00\xc3\x55\xff\x15\x74\x83\xec\x20\x01\x24",
                                          18);
  Bytes bytes;
  append(bytes, "MZ");
  bytes.resize(64, '\0');
  const std::size_t code = size * 3 / 4;
  while (bytes.size() < code)
    bytes.push_back(dice.chance(60) ? kCode[dice.between(0, 17)] : static_cast<char>(dice.between(0, 255)));
  append(bytes, deflated(text_for(dice, size - code)));
  return bytes;
}

Bytes vault(const Content& content, Dice& dice) {
  Bytes bytes;
  // An odd seed is a KeePass base; an even one a volume without any head.
  if (content.seed % 2 == 1) append(bytes, std::string_view("\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x01\x00\x04\x00", 12));
  append(bytes, noise(dice, content.size));
  return bytes;
}

std::string_view head_of_records(std::uint64_t seed) {
  static constexpr std::array kHeads{
      std::string_view("PCS\x01", 4),          std::string_view("\x00\x01\x00\x00Standard Jet DB\x00", 20),
      std::string_view("\x01\x00\x39\x30", 4), std::string_view("\x03\x7a\x0b\x1e", 4),
      std::string_view("\x01\x0f\x00\x00", 4), std::string_view("SQLite format 3\x00\x10\x00\x01\x01", 20)};
  return kHeads[seed % kHeads.size()];
}

Bytes by_its_owner(const Content& content) {
  Dice dice(content.seed * 1'000 + content.edition);
  switch (content.form) {
    case Form::letter: return letter(dice, content.size);
    case Form::old_letter: return old_letter(dice, content.size);
    case Form::pdf: return pdf(dice, content.size);
    case Form::photo: return photo(dice, content.size);
    case Form::scan: return scan(dice, content.size);
    case Form::text: {
      Bytes bytes;
      append(bytes, sentences(dice, content.size));
      return bytes;
    }
    case Form::records: return records(head_of_records(content.seed), content);
    case Form::memos: return memos(content);
    case Form::index: return index(content);
    case Form::program: return program(dice, content.size);
    case Form::package: return zip_of({{"sauvegarde.sql", text_for(dice, content.size)}});
    case Form::vault: return vault(content, dice);
    case Form::junk: {
      Bytes bytes = ole_head("Root Entry");
      bytes.resize(std::max<std::size_t>(content.size, 1), '\7');
      return bytes;
    }
  }
  fail_check("a Form outside its enum", __FILE__, __LINE__);
}

void encrypt(Bytes& bytes, std::size_t from, std::size_t to, std::uint64_t seed) {
  to = std::min(to, bytes.size());
  if (from >= to) return;
  Dice dice(seed ^ 0xa77ac4ed);
  const Bytes random = noise(dice, to - from);
  std::ranges::copy(random, bytes.begin() + static_cast<std::ptrdiff_t>(from));
}

}  // namespace

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);  // splitmix64
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

std::uint32_t Dice::between(std::uint32_t low, std::uint32_t high) {
  return low + static_cast<std::uint32_t>(next() % (std::uint64_t{high} - low + 1));
}

std::vector<std::byte> written_out(const Content& content) {
  Bytes bytes = by_its_owner(content);
  const std::uint64_t seed = identity_of(content);
  switch (content.harm) {
    case Harm::none: break;
    case Harm::whole: encrypt(bytes, 0, bytes.size(), seed); break;
    case Harm::head_kept: encrypt(bytes, kSpared, bytes.size(), seed); break;
    case Harm::stripes:
      for (std::size_t at = 0; at < bytes.size(); at += 2 * kSpared) encrypt(bytes, at, at + kSpared, seed + at);
      break;
    case Harm::head_only: encrypt(bytes, 0, kSpared, seed); break;
    case Harm::zeroed: std::ranges::fill(bytes, '\0'); break;
    case Harm::password: {
      const std::size_t size = bytes.size();
      bytes = ole_head("EncryptedPackage");
      bytes.resize(std::max(bytes.size() + 4096, size + 4096), '\0');
      encrypt(bytes, 1024, bytes.size(), seed);
      break;
    }
    case Harm::pdf_inside: {
      Dice dice(seed);
      append(bytes, pdf(dice, bytes.size() + 20'000));
      break;
    }
  }
  const auto written = std::as_bytes(std::span(bytes));
  return {written.begin(), written.end()};
}

std::uint64_t identity_of(const Content& content) {
  Dice dice(content.seed ^ (std::uint64_t{content.size} << 32U) ^ content.edition);
  return Dice(dice.next() ^ (static_cast<std::uint64_t>(content.form) << 8U) ^ static_cast<std::uint64_t>(content.harm))
      .next();
}

}  // namespace garde::tests::years
