// The custom format of pg_dump, as src/bin/pg_dump/pg_backup_archiver.c of PostgreSQL writes it.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <zlib.h>

#include "formats/dumps/scan.h"

namespace garde::formats::dumps {
namespace {

using archives::flaw_of;

constexpr std::int64_t kMaxText = std::int64_t{256} << 20U;  // the definition of a table; a whole function's text
constexpr std::int64_t kMaxEntries = 10'000'000;
constexpr std::size_t kPiece = std::size_t{64} << 10U;

class Scan {
 public:
  Scan(archives::PlainStream& stream, const archives::OnFlaw& on_flaw) : stream_(stream), on_flaw_(on_flaw) {}
  Scanned run();
  std::optional<Contents> contents();

 private:
  bool read_head();
  bool read_contents();
  bool read_data();
  bool read_chunks(std::int64_t id);
  bool is_custom() const { return format_ == kCustom; }
  bool is_at_least(unsigned minor) const { return major_ > 1 || minor_ >= minor; }
  bool at_end() const { return ended_; }

  std::optional<std::uint8_t> byte();
  std::optional<std::int64_t> number();
  // A text; nothing in it where the dump says "none". False where it breaks.
  bool text(std::optional<std::string>& out);
  bool skip_texts(int count);
  std::string name_of(std::int64_t id) const {
    const auto entry = names_.find(id);
    return entry == names_.end() ? fmt::format("entry {}", id) : entry->second;
  }

  archives::PlainStream& stream_;
  const archives::OnFlaw& on_flaw_;
  static constexpr unsigned kCustom = 1;
  static constexpr unsigned kTar = 3;
  static constexpr unsigned kDirectory = 5;
  unsigned format_ = kCustom;
  unsigned major_ = 0;
  unsigned minor_ = 0;
  std::size_t number_size_ = 4;
  std::size_t offset_size_ = 8;
  bool is_deflated_ = false;
  bool is_compressed_otherwise_ = false;
  bool ended_ = false;
  std::optional<UnjudgedReason> unjudged_;
  std::map<std::int64_t, std::string> names_;
  std::set<std::int64_t> awaited_;  // entries whose data must come
  std::uint64_t whole_ = 0;
  Contents contents_;
};

std::optional<std::uint8_t> Scan::byte() {
  std::array<std::byte, 1> one{};
  if (!stream_.fill(one)) return std::nullopt;
  return std::to_integer<std::uint8_t>(one[0]);
}

std::optional<std::int64_t> Scan::number() {
  std::array<std::byte, 9> bytes{};
  const auto part = std::span(bytes).first(number_size_ + 1);
  if (!stream_.fill(part)) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = number_size_; i > 0; --i) value = value << 8U | std::to_integer<std::uint64_t>(bytes[i]);
  const auto sign = std::to_integer<unsigned>(bytes[0]);
  if (sign > 1 || value > (std::uint64_t{1} << 62U)) return std::nullopt;
  return sign == 1 ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
}

bool Scan::text(std::optional<std::string>& out) {
  out.reset();
  const auto size = number();
  if (!size) return false;
  if (*size < 0) return true;
  if (*size > kMaxText) return false;
  // What it claims may be far more than the file holds.
  std::string value;
  while (value.size() < static_cast<std::size_t>(*size)) {
    const auto bytes = stream_.take(static_cast<std::uint64_t>(*size) - value.size());
    if (bytes.empty()) return false;
    value.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  out = std::move(value);
  return true;
}

bool Scan::skip_texts(int count) {
  std::optional<std::string> ignored;
  for (int i = 0; i < count; ++i)
    if (!text(ignored)) return false;
  return true;
}

bool Scan::read_head() {
  std::array<std::byte, 11> head{};
  if (!stream_.fill(head)) return false;
  const auto at = [&](std::size_t i) { return std::to_integer<unsigned>(head[i]); };
  major_ = at(5);
  minor_ = at(6);
  number_size_ = at(8);
  offset_size_ = at(9);
  if (major_ != 1 || minor_ < 12 || minor_ > 16) {  // PostgreSQL 9.0 to 18
    unjudged_ = UnjudgedReason::version_not_read;
    return true;
  }
  if (number_size_ == 0 || number_size_ > 8 || offset_size_ == 0 || offset_size_ > 8) return false;
  format_ = at(10);
  if (!is_custom() && format_ != kTar && format_ != kDirectory) return false;
  if (is_at_least(15)) {
    const auto algorithm = byte();
    if (!algorithm) return false;
    is_deflated_ = *algorithm == 1;
    is_compressed_otherwise_ = *algorithm > 1;
  } else {
    const auto level = number();
    if (!level) return false;
    is_deflated_ = *level != 0;
  }
  for (int i = 0; i < 7; ++i)
    if (!number()) return false;  // the time of the dump
  return skip_texts(3);           // database, version of the server, version of the program
}

bool Scan::read_contents() {
  constexpr std::uint8_t kNoData = 3;
  const auto count = number();
  if (!count || *count < 0 || *count > kMaxEntries) return false;
  for (std::int64_t i = 0; i < *count; ++i) {
    const auto id = number();
    const auto has_dumper = number();
    if (!id || !has_dumper || !skip_texts(2)) return false;  // two object numbers
    std::optional<std::string> tag;
    std::optional<std::string> description;
    if (!text(tag) || !text(description)) return false;
    if (!number()) return false;  // section
    if (!skip_texts(3)) return false;
    std::optional<std::string> schema;
    if (!text(schema) || !skip_texts(1)) return false;    // tablespace
    if (is_at_least(14) && !skip_texts(1)) return false;  // access method
    if (is_at_least(16) && !number()) return false;       // kind of relation
    if (!skip_texts(2)) return false;                     // owner, with OIDs
    for (std::optional<std::string> dependency;;) {
      if (!text(dependency)) return false;
      if (!dependency) break;
    }
    if (description == "TABLE") ++contents_.tables;
    std::uint8_t state = kNoData;
    if (is_custom()) {
      const auto told = byte();
      if (!told || *told < 1 || *told > kNoData || !stream_.skip(offset_size_)) return false;
      state = *told;
    } else {
      // The file that holds its data; the contents are all there is here.
      std::optional<std::string> file;
      if (!text(file)) return false;
      if (file && !file->empty() && *has_dumper != 0) contents_.parts.push_back({*file, description == "TABLE DATA"});
    }
    std::string name = schema && !schema->empty() ? *schema + "." + tag.value_or("") : tag.value_or("");
    names_[*id] = fmt::format("{} {}", description.value_or(""), name);
    if (*has_dumper != 0 && state != kNoData) awaited_.insert(*id);
  }
  return true;
}

// The data of one entry: chunks of stored bytes up to an empty one, together one zlib stream or plain.
bool Scan::read_chunks(std::int64_t id) {
  z_stream inflater{};
  if (is_deflated_) GARDE_CHECK(::inflateInit(&inflater) == Z_OK);
  const auto close = [&](bool result) {
    if (is_deflated_) ::inflateEnd(&inflater);
    return result;
  };
  std::vector<std::byte> plain(is_deflated_ ? kPiece : 0);
  int status = Z_OK;
  bool is_empty = true;
  for (;;) {
    const auto size = number();
    if (!size || *size < 0) return close(false);
    if (*size == 0) break;
    is_empty = false;
    for (auto left = static_cast<std::uint64_t>(*size); left > 0;) {
      const auto bytes = stream_.take(left);
      if (bytes.empty()) return close(false);
      left -= bytes.size();
      if (!is_deflated_) continue;
      inflater.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
      inflater.avail_in = static_cast<uInt>(bytes.size());
      do {
        inflater.next_out = reinterpret_cast<Bytef*>(plain.data());
        inflater.avail_out = static_cast<uInt>(plain.size());
        if (status == Z_OK || status == Z_BUF_ERROR) status = ::inflate(&inflater, Z_NO_FLUSH);
      } while ((status == Z_OK || status == Z_BUF_ERROR) && inflater.avail_out == 0);
    }
  }
  if (is_deflated_ && !is_empty && status != Z_STREAM_END) {
    auto flaw = flaw_of(DamageKind::cannot_decompress, "", stream_.stored_offset(),
                        "the data of " + name_of(id) + " does not unpack, or its checksum is another");
    on_flaw_(flaw);
  } else {
    ++whole_;
  }
  return close(true);
}

bool Scan::read_data() {
  constexpr std::uint8_t kData = 1;
  constexpr std::uint8_t kLargeObjects = 3;
  for (;;) {
    const auto type = byte();
    if (!type) {
      ended_ = !stream_.flaw();
      return ended_;
    }
    const auto id = number();
    if (!id || (*type != kData && *type != kLargeObjects) || !names_.contains(*id)) return false;
    if (*type == kData) {
      if (!read_chunks(*id)) return false;
    } else {
      for (;;) {
        const auto object = number();
        if (!object) return false;
        if (*object == 0) break;
        if (!read_chunks(*id)) return false;
      }
    }
    awaited_.erase(*id);
  }
}

std::optional<Contents> Scan::contents() {
  if (!read_head() || unjudged_ || !read_contents()) return std::nullopt;
  return std::move(contents_);
}

Scanned Scan::run() {
  const bool has_head = read_head();
  const bool is_whole = has_head && (unjudged_ || (read_contents() && (!is_custom() || read_data())));
  if (unjudged_) return {0, unjudged_};
  // Its data lies elsewhere.
  if (is_whole && !is_custom()) return {0, UnjudgedReason::in_several_files};
  if (stream_.flaw()) {
    on_flaw_(*stream_.flaw());
  } else if (!is_whole) {
    const bool at_end = stream_.take(1).empty();
    on_flaw_(flaw_of(at_end ? DamageKind::truncated : DamageKind::malformed, "", stream_.stored_offset(),
                     at_end ? "the dump ends too early" : "the dump is broken here"));
  }
  // What was not met is lost; which tables, a person wants to know.
  constexpr std::size_t kNamed = 20;
  std::size_t named = 0;
  for (const std::int64_t id : awaited_) {
    if (++named > kNamed) break;
    on_flaw_(flaw_of(DamageKind::missing, "", std::nullopt, "no data of " + name_of(id)));
  }
  if (is_whole && is_compressed_otherwise_) return {whole_, UnjudgedReason::method_not_read};
  return {whole_, {}};
}

}  // namespace

std::optional<Contents> read_contents(archives::PlainStream& stream) {
  const archives::OnFlaw passed_over = [](const archives::Flaw&) {};
  return Scan(stream, passed_over).contents();
}

Scanned scan_postgresql_custom(archives::PlainStream& stream, const archives::OnFlaw& on_flaw) {
  return Scan(stream, on_flaw).run();
}

}  // namespace garde::formats::dumps
