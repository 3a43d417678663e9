#include "formats/tar/tar_stream.h"

#include <algorithm>

#include <fmt/format.h>

#include "formats/archives/member_path.h"
#include "formats/tar/header.h"

namespace garde::formats::tar {
namespace {

using archives::Flaw;
using archives::flaw_of;
using archives::StreamMember;
using Bytes = std::span<const std::byte>;

// Behind the end mark of a tar that is not compressed: programs fill up to a record of 10 KiB, tapes had larger ones.
// What is further away is not read, and said so.
constexpr std::uint64_t kMaxReadBehindEnd = std::uint64_t{64} << 20U;

class TarStream final : public archives::MemberStream {
 public:
  TarStream(const io::File& file, archives::Compression compression, archives::OnFlaw on_flaw)
      : stream_(file, compression),
        is_plain_(compression == archives::Compression::none),
        on_flaw_(std::move(on_flaw)) {}

  const StreamMember* next() override;
  Bytes content() override;
  std::uint64_t stored_offset() const override { return stream_.stored_offset(); }
  bool has_checksum() const override { return !is_plain_ && stream_.has_checksum(); }
  std::optional<UnjudgedReason> unjudged() const override { return stream_.unjudged() ? stream_.unjudged() : behind_; }

 private:
  std::optional<Block> take_block();  // nothing where the stream ends
  std::optional<std::string> take_text(std::uint64_t size);
  std::uint64_t place() const { return stream_.taken(); }

  // What one block means for the member that is coming.
  enum class Meaning : std::uint8_t { member, more, end };
  Meaning read_block(Block block);
  Meaning read_broken(Block block);
  bool take_extension(const Header& header);
  void finish_member();
  void finish();
  void cut(std::string detail);
  const StreamMember* give(Header header);

  archives::PlainStream stream_;
  const bool is_plain_;
  archives::OnFlaw on_flaw_;
  std::array<std::byte, kBlock> joined_{};
  bool is_over_ = false;
  bool searches_ = false;  // behind a broken header, for one that is whole
  bool last_was_zero_ = false;
  std::uint64_t last_zero_blocks_ = 0;
  std::optional<UnjudgedReason> behind_;          // its end mark
  std::array<std::byte, kBlock> header_block_{};  // the last one taken by next()

  std::uint64_t left_ = 0;     // of the content of the member
  std::uint64_t padding_ = 0;  // behind it
  StreamMember member_;
  std::optional<Header> found_;
  // From blocks before the member's own.
  std::string long_path_;
  std::string long_link_;
  Records records_;
};

std::optional<Block> TarStream::take_block() {
  const Bytes bytes = stream_.take(kBlock);
  if (bytes.size() == kBlock) return Block(bytes);
  if (bytes.empty()) return std::nullopt;
  std::ranges::copy(bytes, joined_.begin());
  if (!stream_.fill(std::span(joined_).subspan(bytes.size()))) return std::nullopt;
  return Block(joined_);
}

std::optional<std::string> TarStream::take_text(std::uint64_t size) {
  std::string text(static_cast<std::size_t>(size), '\0');
  if (!stream_.fill(std::as_writable_bytes(std::span(text)))) return std::nullopt;
  if (!stream_.skip((kBlock - size % kBlock) % kBlock)) return std::nullopt;
  return text;
}

// The archive breaks here: what its compression says of it, else what is missing.
void TarStream::cut(std::string detail) {
  is_over_ = true;
  Flaw flaw = stream_.flaw().value_or(flaw_of(DamageKind::truncated, "", stream_.stored_offset(), std::move(detail)));
  if (stream_.unjudged()) return;
  flaw.member = left_ > 0 ? member_.stored_path : "";
  flaw.takes_the_rest = true;
  on_flaw_(flaw);
  // A reader of single files must not trust anything of a stream whose checksum was never reached.
  if (!flaw.member.empty()) {
    flaw.member.clear();
    flaw.detail += "; all that follows is lost";
    on_flaw_(flaw);
  }
  left_ = padding_ = 0;
}

Bytes TarStream::content() {
  if (left_ == 0) return {};
  const Bytes bytes = stream_.take(left_);
  if (bytes.empty()) {
    cut("the archive ends within this file");
    return {};
  }
  left_ -= bytes.size();
  return bytes;
}

void TarStream::finish_member() {
  while (left_ > 0 && !content().empty()) {
  }
  if (!is_over_ && !stream_.skip(padding_)) cut("the archive ends behind this file");
  padding_ = 0;
}

// The end mark was met: reads the stream out, so that its checksum is verified.
void TarStream::finish() {
  is_over_ = true;
  bool is_clean = true;
  std::uint64_t behind = 0;
  for (Bytes bytes = stream_.take(kBlock); !bytes.empty(); bytes = stream_.take(std::uint64_t{1} << 30U)) {
    is_clean = is_clean && std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
    behind += bytes.size();
    if (!is_clean || (is_plain_ && behind > kMaxReadBehindEnd)) break;
  }
  // Another archive, of which most programs give nothing back. The stream is still read out for its checksum.
  if (!is_clean || (is_plain_ && behind > kMaxReadBehindEnd)) behind_ = UnjudgedReason::behind_its_end;
  while (!is_plain_ && !stream_.take(std::uint64_t{1} << 30U).empty()) {
  }
  if (stream_.flaw()) {
    Flaw flaw = *stream_.flaw();
    if (flaw.consequence == Consequence::loss) flaw.takes_the_rest = true;
    on_flaw_(flaw);
  }
}

bool TarStream::take_extension(const Header& header) {
  if (header.size > kMaxExtendedHeader) {
    on_flaw_(flaw_of(DamageKind::malformed, header.path, stream_.stored_offset(), "an extended header too large"));
    searches_ = true;
    return true;
  }
  auto text = take_text(header.size);
  if (!text) {
    cut("the archive ends within an extended header");
    return false;
  }
  if (header.type == 'g') return true;
  if (header.type == 'x') {
    auto records = parse_records(*text);
    if (records) records_ = *std::move(records);
    if (!records)
      on_flaw_(flaw_of(DamageKind::malformed, header.path, stream_.stored_offset(), "an extended header is broken"));
    return true;
  }
  if (const std::size_t end = text->find('\0'); end != std::string::npos) text->resize(end);
  (header.type == 'L' ? long_path_ : long_link_) = *std::move(text);
  return true;
}

TarStream::Meaning TarStream::read_broken(Block block) {
  if (std::exchange(searches_, true)) return Meaning::more;
  // The name as it stands, so that somebody knows which file is meant.
  std::string name = long_path_;
  if (const auto path = records_.find("path"); path != records_.end()) name = path->second;
  if (name.empty()) {
    const std::string_view field(reinterpret_cast<const char*>(block.data()), 100);
    name = field.substr(0, std::min(field.find('\0'), field.size()));
  }
  on_flaw_(flaw_of(DamageKind::malformed, std::move(name), place() - kBlock, "its header is broken"));
  long_path_.clear();
  long_link_.clear();
  records_.clear();
  return Meaning::more;
}

TarStream::Meaning TarStream::read_block(Block block) {
  if (is_zero(block)) {
    if (searches_ || !std::exchange(last_was_zero_, true)) return Meaning::more;
    finish();
    return Meaning::end;
  }
  if (last_was_zero_ && !searches_) {
    Flaw lone = flaw_of(DamageKind::malformed, "", place() - kBlock, "a single empty block between two files");
    lone.consequence = Consequence::decay;
    on_flaw_(lone);
  }
  last_was_zero_ = false;
  if (!has_right_checksum(block)) return read_broken(block);
  auto header = parse_header(block);
  if (!header) return read_broken(block);
  searches_ = false;
  constexpr std::string_view kExtensions = "xgLK";
  if (kExtensions.find(header->type) != std::string_view::npos)
    return take_extension(*header) ? Meaning::more : Meaning::end;
  found_ = std::move(header);
  return Meaning::member;
}

const StreamMember* TarStream::give(Header header) {
  if (!long_path_.empty()) header.path = std::exchange(long_path_, {});
  if (!long_link_.empty()) header.link_target = std::exchange(long_link_, {});
  const bool is_sound = tar::apply(records_, header);
  records_.clear();
  long_path_.clear();
  long_link_.clear();
  member_ = {};
  member_.stored_path = header.path;
  left_ = header.size;
  padding_ = (kBlock - header.size % kBlock) % kBlock;
  Node& node = member_.node;
  auto path = archives::member_path(header.path);
  if (!path || !is_sound) {
    on_flaw_(flaw_of(DamageKind::malformed, header.path, place() - kBlock,
                     is_sound ? "its path leads out of the archive" : "its extended header is broken"));
  } else {
    node.path = std::move(path->path);
    member_.was_absolute = path->was_absolute;
  }
  node.size = {header.size};
  node.modified = header.modified;
  node.permissions = header.permissions;
  switch (header.type) {
    case '0':
    case '\0':
    case '7': node.type = NodeType::file; break;
    case 'S': node.type = NodeType::file; break;
    case '1': {
      node.type = NodeType::file;
      member_.is_link_to_earlier = true;
      const auto target = archives::member_path(header.link_target);
      if (target) node.link_target = target->path;
      break;
    }
    case '2':
      node.type = NodeType::symlink;
      node.link_target = header.link_target;
      break;
    case '5':
    case 'D': node.type = NodeType::directory; break;
    default: node.type = NodeType::other; break;
  }
  member_.lists_names = header.type == 'D';
  if (member_.lists_names) node.size = {};
  if (header.type == 'M') member_.unjudged = UnjudgedReason::in_several_files;
  if (header.is_sparse) {
    member_.unjudged = UnjudgedReason::sparse;
    node.size = {header.full_size};
    // More blocks of the map may follow the old form's header.
    if (header.type == 'S') {
      bool goes_on = std::to_integer<unsigned>(header_block_[482]) != 0;
      while (goes_on) {
        const auto block = take_block();
        if (!block) {
          cut("the archive ends within a map of empty parts");
          break;
        }
        goes_on = std::to_integer<unsigned>((*block)[504]) != 0;
      }
    }
  }
  return &member_;
}

const StreamMember* TarStream::next() {
  finish_member();
  while (!is_over_) {
    const auto block = take_block();
    if (!block) {
      // Without its end mark nobody knows how much followed. Behind a broken header the mark may have been passed.
      if (searches_ && last_zero_blocks_ >= 2 && !stream_.flaw()) {
        finish();
      } else {
        cut("the archive ends without its end mark");
      }
      return nullptr;
    }
    last_zero_blocks_ = is_zero(*block) ? last_zero_blocks_ + 1 : 0;
    std::ranges::copy(*block, header_block_.begin());
    switch (read_block(Block(header_block_))) {
      case Meaning::more: break;
      case Meaning::end: return nullptr;
      case Meaning::member: return give(*std::exchange(found_, std::nullopt));
    }
  }
  return nullptr;
}

}  // namespace

bool is_tar(std::span<const std::byte> first) {
  if (first.size() < kBlock) return false;
  const Block block = first.first<kBlock>();
  // An empty tar is an end mark.
  return is_zero(block) || (has_right_checksum(block) && parse_header(block));
}

std::unique_ptr<archives::MemberStream> open_stream(const io::File& file, archives::Compression compression,
                                                    archives::OnFlaw on_flaw) {
  return std::make_unique<TarStream>(file, compression, std::move(on_flaw));
}

}  // namespace garde::formats::tar
