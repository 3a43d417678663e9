#include "formats/dumps/dump_file.h"

#include <algorithm>

#include "formats/archives/compare.h"
#include "formats/dumps/scan.h"

namespace garde::formats::dumps {
namespace {

using archives::Checked;
using archives::Flaw;

class DumpFile final : public archives::ArchiveFile {
 public:
  DumpFile(std::unique_ptr<io::File> file, std::string path, Instant modified, archives::Compression compression,
           DumpKind kind)
      : file_(std::move(file)), path_(std::move(path)), modified_(modified), compression_(compression), kind_(kind) {}

  archives::Lock lock() const override { return archives::Lock::none; }

  Result<void> list(const OnNode& on_node, const archives::OnFlaw& /*on_flaw*/) const override {
    return on_node({.path = path_,
                    .type = NodeType::file,
                    .size = file_->size(),
                    .modified = modified_,
                    .permissions = 0,
                    .link_target = "",
                    .content = std::nullopt});
  }

  Result<void> read(std::string_view path, const OnContent& on_content) const override {
    TRY(find(path));
    std::optional<Flaw> lost;
    check({.level = Level::content, .go_on = {}, .on_bytes = {}}, [&](const Flaw& flaw) {
      if (flaw.consequence == Consequence::loss) lost = flaw;
    });
    if (lost) return Error{ErrorKind::damaged, path_, lost->offset, lost->detail};
    return archives::read_live(*file_, path_, on_content);
  }

  Result<Comparison> compare(std::string_view path, const io::File& live) const override {
    TRY(find(path));
    if (live.size() != file_->size()) return Comparison::different;
    return archives::compare_content(live, [&](const OnContent& on) { return archives::read_live(*file_, path_, on); });
  }

  Checked check(const archives::CheckRequest& request, const archives::OnFlaw& on_flaw) const override;

 private:
  Result<void> find(std::string_view path) const {
    if (path == path_) return {};
    return Error{ErrorKind::not_found, std::string(path), std::nullopt, "not this file"};
  }

  std::unique_ptr<io::File> file_;
  std::string path_;
  Instant modified_;
  archives::Compression compression_;
  DumpKind kind_;
};

// A file that stops between two pieces, so that a person may stop it.
class StoppableFile final : public io::File {
 public:
  StoppableFile(const io::File& file, const archives::CheckRequest& request) : file_(file), request_(request) {}
  ByteCount size() const override { return file_.size(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const override {
    if (request_.go_on && !request_.go_on()) {
      stopped_ = true;
      return Error{ErrorKind::cancelled, "", std::nullopt, "stopped"};
    }
    auto got = file_.read_at(offset, out);
    if (got && request_.on_bytes) request_.on_bytes({*got});
    return got;
  }
  void drop_cached(std::uint64_t offset, ByteCount length) const override { file_.drop_cached(offset, length); }
  bool was_stopped() const { return stopped_; }

 private:
  const io::File& file_;
  const archives::CheckRequest& request_;
  mutable bool stopped_ = false;
};

Checked DumpFile::check(const archives::CheckRequest& request, const archives::OnFlaw& on_flaw) const {
  Checked checked;
  if (request.level < Level::structure) return checked;
  const StoppableFile file(*file_, request);
  archives::PlainStream stream(file, compression_);
  const archives::OnFlaw named = [&](Flaw flaw) {
    if (file.was_stopped()) return;
    if (flaw.member.empty()) flaw.member = path_;
    on_flaw(flaw);
  };
  Scanned scanned;
  switch (kind_) {
    case DumpKind::postgresql_text:
    case DumpKind::mysql:
    case DumpKind::sql: scanned = scan_text(stream, kind_, named); break;
    case DumpKind::postgresql_custom:
    case DumpKind::postgresql_parts: scanned = scan_postgresql_custom(stream, named); break;
    case DumpKind::sqlite: scanned = scan_sqlite(stream, named); break;
  }
  checked.to_the_end = !file.was_stopped();
  checked.bytes_read = {stream.stored_offset()};
  if (!checked.to_the_end) return checked;
  if (stream.unjudged()) scanned.unjudged = stream.unjudged();
  if (scanned.unjudged)
    checked.add_unjudged(path_, *scanned.unjudged);
  else
    checked.members = 1;
  if (!stream.has_checksum()) checked.bytes_without_checksum = file_->size();
  return checked;
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

std::string_view name(DumpKind kind) {
  switch (kind) {
    case DumpKind::postgresql_text: return "PostgreSQL";
    case DumpKind::postgresql_custom: return "PostgreSQL custom";
    case DumpKind::postgresql_parts: return "PostgreSQL in several files";
    case DumpKind::mysql: return "MySQL";
    case DumpKind::sqlite: return "SQLite";
    case DumpKind::sql: return "SQL";
  }
  fail_check("a DumpKind outside its enum", __FILE__, __LINE__);
}

std::optional<DumpKind> dump_kind_of(std::span<const std::byte> first) {
  const std::string_view text(reinterpret_cast<const char*>(first.data()), std::min(first.size(), kTelling));
  if (text.starts_with("PGDMP")) {
    constexpr std::size_t kFormat = 10;
    constexpr char kTar = 3;
    constexpr char kDirectory = 5;
    const char format = text.size() > kFormat ? text[kFormat] : '\0';
    return format == kTar || format == kDirectory ? DumpKind::postgresql_parts : DumpKind::postgresql_custom;
  }
  if (text.starts_with("SQLite format 3")) return DumpKind::sqlite;
  if (holds(text, "-- PostgreSQL database")) return DumpKind::postgresql_text;
  if (holds(text, "-- MySQL dump") || holds(text, "-- MariaDB dump")) return DumpKind::mysql;
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (holds(upper, "CREATE TABLE ") || holds(upper, "INSERT INTO ")) return DumpKind::sql;
  return std::nullopt;
}

std::optional<Contents> contents_of(const io::File& file) {
  std::vector<std::byte> first(kTelling);
  first.resize(file.read_at(0, first).value_or(0));
  const auto compression = archives::compression_of(first);
  if (compression != archives::Compression::none) {
    archives::PlainStream stream(file, compression);
    first.resize(kTelling);
    std::size_t held = 0;
    while (held < first.size()) {
      const auto piece = stream.take(first.size() - held);
      if (piece.empty()) break;
      std::ranges::copy(piece, first.begin() + static_cast<std::ptrdiff_t>(held));
      held += piece.size();
    }
    first.resize(held);
  }
  const auto kind = dump_kind_of(first);
  if (!kind) return std::nullopt;
  archives::PlainStream stream(file, compression);
  std::optional<Contents> contents;
  switch (*kind) {
    case DumpKind::postgresql_text:
    case DumpKind::mysql:
    case DumpKind::sql: contents = count_tables(stream); break;
    case DumpKind::postgresql_custom:
    case DumpKind::postgresql_parts: contents = read_contents(stream); break;
    case DumpKind::sqlite: break;  // SQLite itself counts
  }
  if (contents) contents->kind = *kind;
  return contents;
}

std::unique_ptr<archives::ArchiveFile> open(std::unique_ptr<io::File> file, std::string path, Instant modified,
                                            archives::Compression compression, DumpKind kind) {
  return std::make_unique<DumpFile>(std::move(file), std::move(path), modified, compression, kind);
}

}  // namespace garde::formats::dumps
