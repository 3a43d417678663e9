#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "formats/archives/compare.h"
#include "formats/archives/member_path.h"
#include "formats/archives/member_stream.h"

namespace garde::formats::archives {
namespace {

std::size_t hash_of(std::string_view path) { return std::hash<std::string_view>()(path); }

// What a whole pass learnt of a file.
struct Studied {
  std::uint64_t number = 0;  // among the members
  std::uint64_t size = 0;
  crypto::Sha256Digest digest;
  std::string refused;  // why its content is not handed over; empty when it was found right
};

class StreamedArchive final : public ArchiveFile {
 public:
  StreamedArchive(std::unique_ptr<io::File> file, const std::function<OpenStream(const io::File&)>& make_open,
                  Lock lock)
      : file_(std::move(file)), open_(make_open(*file_)), lock_(lock) {}

  Lock lock() const override { return lock_; }
  Result<void> list(const OnNode& on_node, const OnFlaw& on_flaw) const override;
  Result<void> read(std::string_view path, const OnContent& on_content) const override;
  Result<Comparison> compare(std::string_view path, const io::File& live) const override;
  Checked check(const CheckRequest& request, const OnFlaw& on_flaw) const override;
  const std::vector<std::string>& left_to_earlier() const override;

 private:
  struct Study {
    std::unordered_map<std::size_t, Studied> files;  // by the hash of their path; the last of a name counts
    std::string refused;                             // why nothing of the archive is handed over
  };
  // Made by one whole pass when first needed: only its end tells whether what came before is right.
  const Study& study() const;
  Result<const Studied*> find(std::string_view path) const;

  std::unique_ptr<io::File> file_;
  OpenStream open_;
  Lock lock_;
  mutable std::once_flag names_read_;
  mutable std::vector<std::string> left_to_earlier_;
  mutable std::once_flag studied_;
  mutable Study study_;
  // Where the last read stopped: files asked for in their order cost one pass together.
  struct Cursor {
    std::unique_ptr<MemberStream> stream;
    std::uint64_t next_number = 0;
  };
  mutable std::mutex mutex_;  // over the cursor
  mutable Cursor cursor_;
};

Result<void> StreamedArchive::list(const OnNode& on_node, const OnFlaw& on_flaw) const {
  const auto stream = open_(on_flaw);
  std::unordered_map<std::size_t, std::uint64_t> sizes;
  while (const StreamMember* member = stream->next()) {
    if (member->node.path.empty()) continue;
    Node node = member->node;
    if (member->is_link_to_earlier) {
      const auto size = sizes.find(hash_of(node.link_target));
      if (size != sizes.end()) node.size = {size->second};
      node.link_target.clear();
    }
    if (node.type == NodeType::file) sizes[hash_of(node.path)] = node.size.value;
    TRY(on_node(node));
  }
  // What it does not give to list, nobody knows the files of.
  if (const auto unjudged = stream->unjudged())
    on_flaw(flaw_of(DamageKind::unreadable, "", std::nullopt, std::string(name(*unjudged))));
  return {};
}

// "Yname" is a file of the folder that is in the archive, "Nname" one that is not, "Dname" a folder; each ends with a
// NUL. https://www.gnu.org/software/tar/manual/html_node/Dumpdir.html
const std::vector<std::string>& StreamedArchive::left_to_earlier() const {
  std::call_once(names_read_, [&] {
    constexpr std::size_t kMaxNames = std::size_t{64} << 20U;  // of one folder, in bytes
    const auto stream = open_([](const Flaw&) {});
    bool is_first = true;
    while (const StreamMember* member = stream->next()) {
      if (is_first && !member->lists_names) return;
      is_first = false;
      if (!member->lists_names) continue;
      const std::string folder = member->node.path;
      std::string names;
      for (auto piece = stream->content(); !piece.empty() && names.size() < kMaxNames; piece = stream->content())
        names.append(reinterpret_cast<const char*>(piece.data()), piece.size());
      for (std::string_view rest = names; !rest.empty();) {
        const std::string_view one = rest.substr(0, rest.find('\0'));
        if (one.starts_with('N'))
          left_to_earlier_.push_back((folder.empty() ? "" : folder + '/') + std::string(one.substr(1)));
        rest.remove_prefix(std::min(one.size() + 1, rest.size()));
      }
    }
    std::ranges::sort(left_to_earlier_);
  });
  return left_to_earlier_;
}

const StreamedArchive::Study& StreamedArchive::study() const {
  std::call_once(studied_, [&] {
    std::optional<std::string> lost;  // what was wrong where the archive broke
    std::unordered_map<std::string, std::string> flawed;
    const auto stream = open_([&](const Flaw& flaw) {
      if (flaw.consequence != Consequence::loss) return;
      if (flaw.member.empty()) lost = flaw.detail;
      if (!flaw.member.empty()) flawed[flaw.member] = flaw.detail;
    });
    crypto::Sha256 sha256;
    std::uint64_t number = 0;
    for (const StreamMember* member = stream->next(); member != nullptr; member = stream->next(), ++number) {
      if (member->node.type != NodeType::file || member->node.path.empty()) continue;
      Studied studied{number, member->node.size.value, {}, ""};
      if (member->unjudged) studied.refused = name(*member->unjudged);
      if (member->is_link_to_earlier) {
        const auto target = study_.files.find(hash_of(member->node.link_target));
        if (target == study_.files.end()) continue;
        studied = target->second;
      } else {
        for (auto piece = stream->content(); !piece.empty(); piece = stream->content()) sha256.update(piece);
        studied.digest = sha256.finish();
      }
      study_.files[hash_of(member->node.path)] = std::move(studied);
    }
    // What stands before an end mark is whole, whatever follows.
    const auto unjudged = stream->unjudged();
    if (unjudged && *unjudged != UnjudgedReason::behind_its_end) lost = name(*unjudged);
    for (const auto& [path, why] : flawed)
      if (const auto file = study_.files.find(hash_of(path)); file != study_.files.end()) file->second.refused = why;
    if (lost) study_.refused = *lost;
  });
  return study_;
}

Result<const Studied*> StreamedArchive::find(std::string_view path) const {
  const auto error = [&](ErrorKind kind, std::string detail) {
    return Error{kind, std::string(path), std::nullopt, std::move(detail)};
  };
  if (lock_ == Lock::closed) return error(ErrorKind::wrong_secret, "the archive is encrypted");
  const Study& known = study();
  if (!known.refused.empty()) return error(ErrorKind::damaged, known.refused);
  const auto file = known.files.find(hash_of(path));
  if (file == known.files.end()) return error(ErrorKind::not_found, "not in this archive");
  if (!file->second.refused.empty()) return error(ErrorKind::damaged, file->second.refused);
  return &file->second;
}

Result<void> StreamedArchive::read(std::string_view path, const OnContent& on_content) const {
  const Studied& file = *TRY(find(path));
  const std::scoped_lock lock(mutex_);
  if (cursor_.stream == nullptr || cursor_.next_number > file.number) cursor_ = {open_([](const Flaw&) {}), 0};
  const StreamMember* member = nullptr;
  while (cursor_.next_number <= file.number) {
    member = cursor_.stream->next();
    ++cursor_.next_number;
    if (member == nullptr) {
      cursor_ = {};
      return Error{ErrorKind::damaged, std::string(path), std::nullopt, "the archive is not what it was a moment ago"};
    }
  }
  crypto::Sha256 sha256;
  for (auto piece = cursor_.stream->content(); !piece.empty(); piece = cursor_.stream->content()) {
    sha256.update(piece);
    TRY(on_content(piece));
  }
  if (sha256.finish() == file.digest) return {};
  return Error{ErrorKind::damaged, std::string(path), std::nullopt, "the archive is not what it was a moment ago"};
}

Result<Comparison> StreamedArchive::compare(std::string_view path, const io::File& live) const {
  const Studied& file = *TRY(find(path));
  if (live.size().value != file.size) return Comparison::different;
  crypto::Sha256 sha256;
  TRY(read_live(live, path, [&](std::span<const std::byte> bytes) -> Result<void> {
    sha256.update(bytes);
    return {};
  }));
  return sha256.finish() == file.digest ? Comparison::same : Comparison::different;
}

// Structure and content are one here: the next header stands behind the content.
Checked StreamedArchive::check(const CheckRequest& request, const OnFlaw& on_flaw) const {
  Checked checked;
  if (request.level < Level::structure) return checked;
  std::uint64_t told = 0;
  Flaw absolute = flaw_of(DamageKind::malformed, "", std::nullopt, "absolute paths");
  Flaw links_out = flaw_of(DamageKind::malformed, "", std::nullopt, "links that point out of the archive");
  for (Flaw* flaw : {&absolute, &links_out}) {
    flaw->consequence = Consequence::untidy;
    flaw->pieces = 0;
  }
  const auto count = [](Flaw& flaw, const std::string& path) {
    if (flaw.pieces++ == 0) flaw.member = path;
  };
  const auto stream = open_(on_flaw);
  while (const StreamMember* member = stream->next()) {
    if (request.go_on && !request.go_on()) {
      checked.to_the_end = false;
      break;
    }
    if (member->was_absolute) count(absolute, member->node.path);
    if (member->node.type == NodeType::symlink && leads_out(member->node.path, member->node.link_target))
      count(links_out, member->node.path);
    if (member->unjudged) checked.add_unjudged(member->stored_path, *member->unjudged);
    bool goes_on = true;
    for (auto piece = stream->content(); !piece.empty() && goes_on; piece = stream->content()) {
      if (stream->stored_offset() - told < (std::uint64_t{4} << 20U)) continue;
      if (request.on_bytes) request.on_bytes({stream->stored_offset() - told});
      told = stream->stored_offset();
      goes_on = !request.go_on || request.go_on();
    }
    if (!goes_on) {
      checked.to_the_end = false;
      break;
    }
    if (!member->unjudged) ++checked.members;
  }
  if (absolute.pieces > 0) on_flaw(absolute);
  if (links_out.pieces > 0) on_flaw(links_out);
  if (const auto unjudged = stream->unjudged()) checked.add_unjudged("", *unjudged);
  checked.bytes_read = {stream->stored_offset()};
  if (checked.to_the_end && !stream->has_checksum()) checked.bytes_without_checksum = file_->size();
  if (request.on_bytes) request.on_bytes({stream->stored_offset() - told});
  return checked;
}

}  // namespace

std::unique_ptr<ArchiveFile> make_streamed_archive(std::unique_ptr<io::File> file,
                                                   std::function<OpenStream(const io::File&)> make_open, Lock lock) {
  return std::make_unique<StreamedArchive>(std::move(file), make_open, lock);
}

}  // namespace garde::formats::archives
