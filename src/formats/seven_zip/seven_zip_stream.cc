#include "formats/seven_zip/seven_zip_stream.h"

#include <algorithm>
#include <array>

#include <archive.h>
#include <archive_entry.h>

#include "formats/archives/member_path.h"
#include "formats/utf8_names.h"

namespace garde::formats::seven_zip {
namespace {

using archives::Flaw;
using archives::flaw_of;
using archives::StreamMember;
using Bytes = std::span<const std::byte>;

constexpr std::size_t kPiece = std::size_t{256} << 10U;

class SevenZipStream final : public archives::MemberStream {
 public:
  SevenZipStream(const io::File& file, archives::OnFlaw on_flaw);

  const StreamMember* next() override;
  Bytes content() override;
  std::uint64_t stored_offset() const override { return std::max(offset_, is_over_ ? file_.size().value : 0); }
  bool has_checksum() const override { return true; }
  std::optional<UnjudgedReason> unjudged() const override { return unjudged_; }

 private:
  static la_ssize_t on_read(archive* reader, void* self, const void** bytes);
  static la_int64_t on_skip(archive* reader, void* self, la_int64_t size);
  static la_int64_t on_seek(archive* reader, void* self, la_int64_t offset, int whence);
  std::string what_it_says() const;
  void fail(DamageKind kind);
  const StreamMember* give(archive_entry* entry);

  struct Free {
    void operator()(archive* reader) const { ::archive_read_free(reader); }
  };
  const io::File& file_;
  archives::OnFlaw on_flaw_;
  std::vector<std::byte> buffer_;
  std::unique_ptr<archive, Free> reader_;
  std::uint64_t offset_ = 0;
  bool is_over_ = false;
  bool has_content_ = false;
  bool is_unreadable_ = false;
  std::uint64_t given_ = 0;
  StreamMember member_;
  std::optional<UnjudgedReason> unjudged_;
};

SevenZipStream::SevenZipStream(const io::File& file, archives::OnFlaw on_flaw)
    : file_(file), on_flaw_(std::move(on_flaw)), buffer_(kPiece), reader_(::archive_read_new()) {
  GARDE_CHECK(reader_ != nullptr);
  archive* reader = reader_.get();
  ::archive_read_support_format_7zip(reader);
  ::archive_read_set_read_callback(reader, on_read);
  ::archive_read_set_skip_callback(reader, on_skip);
  ::archive_read_set_seek_callback(reader, on_seek);
  ::archive_read_set_callback_data(reader, this);
  const Utf8Names names;
  if (::archive_read_open1(reader) != ARCHIVE_OK) fail(DamageKind::malformed);
}

la_ssize_t SevenZipStream::on_read(archive* /*reader*/, void* self, const void** bytes) {
  auto& stream = *static_cast<SevenZipStream*>(self);
  const auto got = stream.file_.read_at(stream.offset_, stream.buffer_);
  if (!got) {
    stream.is_unreadable_ = true;
    return -1;
  }
  stream.offset_ += *got;
  *bytes = stream.buffer_.data();
  return static_cast<la_ssize_t>(*got);
}

la_int64_t SevenZipStream::on_skip(archive* /*reader*/, void* self, la_int64_t size) {
  auto& stream = *static_cast<SevenZipStream*>(self);
  if (size <= 0) return 0;
  const std::uint64_t left = stream.file_.size().value - std::min(stream.offset_, stream.file_.size().value);
  const std::uint64_t skipped = std::min(left, static_cast<std::uint64_t>(size));
  stream.offset_ += skipped;
  return static_cast<la_int64_t>(skipped);
}

la_int64_t SevenZipStream::on_seek(archive* /*reader*/, void* self, la_int64_t offset, int whence) {
  auto& stream = *static_cast<SevenZipStream*>(self);
  const auto size = static_cast<la_int64_t>(stream.file_.size().value);
  la_int64_t target = offset;
  if (whence == SEEK_CUR) target += static_cast<la_int64_t>(stream.offset_);
  if (whence == SEEK_END) target += size;
  if (target < 0 || target > size) return ARCHIVE_FATAL;
  stream.offset_ = static_cast<std::uint64_t>(target);
  return target;
}

std::string SevenZipStream::what_it_says() const {
  const char* text = ::archive_error_string(reader_.get());
  return text == nullptr ? "" : text;
}

void SevenZipStream::fail(DamageKind kind) {
  std::string detail = what_it_says();
  is_over_ = true;
  has_content_ = false;
  // What it does not know is no damage.
  const auto says = [&](std::string_view word) { return detail.find(word) != std::string::npos; };
  if (says("encrypt") || says("Crypto"))
    unjudged_ = UnjudgedReason::encryption_not_read;
  else if (says("not supported") || says("Unsupported") || says("Unexpected codec"))
    unjudged_ = UnjudgedReason::method_not_read;
  if (unjudged_) return;
  Flaw flaw = flaw_of(is_unreadable_ ? DamageKind::unreadable : kind, member_.stored_path, std::nullopt, detail);
  flaw.takes_the_rest = true;
  on_flaw_(flaw);
  if (flaw.member.empty()) return;
  flaw.member.clear();
  flaw.detail += "; all that follows is lost";
  on_flaw_(flaw);
}

Bytes SevenZipStream::content() {
  if (!has_content_) return {};
  const Utf8Names names;
  const void* bytes = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  int status = ARCHIVE_OK;
  do {
    status = ::archive_read_data_block(reader_.get(), &bytes, &size, &offset);
  } while (status == ARCHIVE_OK && size == 0);
  if (status == ARCHIVE_EOF) {
    has_content_ = false;
    if (given_ != member_.node.size.value)
      on_flaw_(flaw_of(DamageKind::size_mismatch, member_.stored_path, std::nullopt, "unpacks to another size"));
    return {};
  }
  if (status == ARCHIVE_WARN) {
    on_flaw_(flaw_of(DamageKind::wrong_hash, member_.stored_path, std::nullopt, what_it_says()));
    has_content_ = false;
    return {};
  }
  if (status != ARCHIVE_OK) {
    fail(DamageKind::cannot_decompress);
    return {};
  }
  given_ += size;
  return {static_cast<const std::byte*>(bytes), size};
}

const StreamMember* SevenZipStream::give(archive_entry* entry) {
  member_ = {};
  const char* path = ::archive_entry_pathname_utf8(entry);
  if (path == nullptr) path = ::archive_entry_pathname(entry);
  member_.stored_path = path == nullptr ? "" : path;
  Node& node = member_.node;
  auto cleaned = archives::member_path(member_.stored_path);
  if (!cleaned) {
    on_flaw_(flaw_of(DamageKind::malformed, member_.stored_path, std::nullopt, "its path leads out of the archive"));
  } else {
    node.path = std::move(cleaned->path);
    member_.was_absolute = cleaned->was_absolute;
  }
  const auto type = ::archive_entry_filetype(entry);
  node.type = type == AE_IFREG   ? NodeType::file
              : type == AE_IFDIR ? NodeType::directory
              : type == AE_IFLNK ? NodeType::symlink
                                 : NodeType::other;
  node.size = {static_cast<std::uint64_t>(std::max<la_int64_t>(0, ::archive_entry_size(entry)))};
  if (::archive_entry_mtime_is_set(entry) != 0)
    node.modified = Instant{std::chrono::seconds{::archive_entry_mtime(entry)}};
  node.permissions = static_cast<std::uint32_t>(::archive_entry_perm(entry)) & 07777U;
  if (node.type == NodeType::symlink)
    if (const char* target = ::archive_entry_symlink_utf8(entry)) node.link_target = target;
  has_content_ = node.type == NodeType::file && node.size.value > 0;
  given_ = 0;
  if (::archive_entry_is_data_encrypted(entry) == 1) {
    member_.unjudged = UnjudgedReason::encryption_not_read;
    has_content_ = false;
  }
  return &member_;
}

const StreamMember* SevenZipStream::next() {
  while (!content().empty()) {
  }
  if (is_over_) return nullptr;
  const Utf8Names names;
  archive_entry* entry = nullptr;
  const int status = ::archive_read_next_header(reader_.get(), &entry);
  if (status == ARCHIVE_EOF) {
    is_over_ = true;
    return nullptr;
  }
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
    member_ = {};
    fail(DamageKind::malformed);
    return nullptr;
  }
  return give(entry);
}

}  // namespace

bool is_seven_zip(std::span<const std::byte> first) {
  constexpr std::array<unsigned char, 6> kMagic{'7', 'z', 0xBC, 0xAF, 0x27, 0x1C};
  return first.size() >= kMagic.size() &&
         std::ranges::equal(first.first(kMagic.size()), std::as_bytes(std::span(kMagic)));
}

std::unique_ptr<archives::MemberStream> open_stream(const io::File& file, archives::OnFlaw on_flaw) {
  return std::make_unique<SevenZipStream>(file, std::move(on_flaw));
}

}  // namespace garde::formats::seven_zip
