#include "accounts/exports/zip_member.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include <libdeflate.h>

#include "accounts/exports/byte_reader.h"
#include "accounts/exports/other_file.h"

namespace garde::accounts {
namespace {

struct Member {
  std::uint64_t method = 0;
  std::uint32_t crc = 0;
  std::uint64_t packed_size = 0;
  std::uint64_t size = 0;
  std::uint64_t local_header = 0;
};

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

class Zip {
 public:
  Zip(std::string_view subject, std::span<const std::byte> bytes) : subject_(subject), bytes_(bytes) {}

  Result<Member> find(std::string_view name) const;
  Result<crypto::SecretBytes> read(const Member& member) const;

 private:
  Error error(ErrorKind kind, std::string_view detail, std::optional<std::uint64_t> offset = {}) const {
    return Error{kind, std::string(subject_), offset, std::string(detail)};
  }
  Result<std::uint64_t> end_record() const;

  std::string_view subject_;
  std::span<const std::byte> bytes_;
};

// The end record stands before a comment of at most 65 535 bytes.
Result<std::uint64_t> Zip::end_record() const {
  constexpr std::size_t kRecordSize = 22;
  constexpr std::uint32_t kSignature = 0x06054b50;
  if (bytes_.size() < kRecordSize) return error(ErrorKind::damaged, "too short for a ZIP");
  const std::size_t last = bytes_.size() - kRecordSize;
  const std::size_t first = last > 0xFFFF ? last - 0xFFFF : 0;
  for (std::size_t at = last + 1; at-- > first;) {
    ByteReader reader(bytes_.subspan(at));
    if (reader.u32() != kSignature) continue;
    reader.skip(16);
    if (reader.u16() == last - at) return at;
  }
  return error(ErrorKind::damaged, "no end of a ZIP");
}

Result<Member> Zip::find(std::string_view name) const {
  constexpr std::uint32_t kSignature = 0x02014b50;
  constexpr std::uint64_t kSeeExtension = 0xFFFFFFFF;
  constexpr std::uint64_t kEncrypted = 1;
  const std::uint64_t end = TRY(end_record());
  ByteReader tail(bytes_.subspan(end));
  tail.skip(10);
  const std::uint64_t count = tail.u16();
  tail.skip(4);
  const std::uint64_t directory = tail.u32();
  if (directory == kSeeExtension || count == 0xFFFF) return error(ErrorKind::unsupported, "a ZIP of 64 bits");
  if (directory > end) return error(ErrorKind::damaged, "a directory outside the file");
  ByteReader reader(bytes_.subspan(directory, end - directory));
  std::optional<Member> found;
  for (std::uint64_t i = 0; i < count; ++i) {
    Member member;
    const bool signed_right = reader.u32() == kSignature;
    reader.skip(4);
    const std::uint64_t flags = reader.u16();
    member.method = reader.u16();
    reader.skip(4);
    member.crc = reader.u32();
    member.packed_size = reader.u32();
    member.size = reader.u32();
    const std::size_t name_size = reader.u16();
    const std::size_t extra_size = reader.u16();
    const std::size_t comment_size = reader.u16();
    reader.skip(8);
    member.local_header = reader.u32();
    const std::span<const std::byte> name_bytes = reader.bytes(name_size);
    reader.skip(extra_size + comment_size);
    if (!signed_right || reader.overrun()) return error(ErrorKind::damaged, "a broken directory", directory);
    if (std::string_view(reinterpret_cast<const char*>(name_bytes.data()), name_bytes.size()) != name) continue;
    if (found) return error(ErrorKind::damaged, "two members with one name");
    if ((flags & kEncrypted) != 0) return unsupported(subject_, OtherFile::encrypted_zip);
    found = member;
  }
  if (!found) return error(ErrorKind::not_found, "no such member");
  return *found;
}

Result<crypto::SecretBytes> Zip::read(const Member& member) const {
  constexpr std::uint32_t kSignature = 0x04034b50;
  constexpr std::uint64_t kStored = 0;
  constexpr std::uint64_t kDeflated = 8;
  if (member.local_header > bytes_.size()) return error(ErrorKind::damaged, "a member outside the file");
  ByteReader reader(bytes_.subspan(member.local_header));
  const bool signed_right = reader.u32() == kSignature;
  reader.skip(22);
  const std::size_t name_size = reader.u16();
  const std::size_t extra_size = reader.u16();
  reader.skip(name_size + extra_size);
  const std::span<const std::byte> packed = reader.bytes(member.packed_size);
  if (!signed_right || reader.overrun()) return error(ErrorKind::damaged, "a broken member", member.local_header);
  crypto::SecretBytes content(member.size);
  if (member.method == kStored) {
    if (packed.size() != content.size()) return error(ErrorKind::damaged, "a stored member of two sizes");
    std::ranges::copy(packed, content.bytes().begin());
  } else if (member.method == kDeflated) {
    const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(libdeflate_alloc_decompressor());
    GARDE_CHECK(decompressor != nullptr);
    // Without a place for the real size, anything but exactly `size` bytes is an error: a bomb stops there.
    if (libdeflate_deflate_decompress(decompressor.get(), packed.data(), packed.size(), content.bytes().data(),
                                      content.size(), nullptr) != LIBDEFLATE_SUCCESS)
      return error(ErrorKind::damaged, "a member that does not unpack to its size", member.local_header);
  } else {
    return error(ErrorKind::unsupported, "an unknown compression");
  }
  if (libdeflate_crc32(0, content.bytes().data(), content.size()) != member.crc)
    return error(ErrorKind::damaged, "a member with a wrong checksum", member.local_header);
  return content;
}

}  // namespace

Result<crypto::SecretBytes> read_zip_member(std::string_view subject, std::span<const std::byte> zip,
                                            std::string_view name, ByteCount limit) {
  const Zip reader(subject, zip);
  const Member member = TRY(reader.find(name));
  if (member.size > limit.value)
    return Error{ErrorKind::invalid_input, std::string(subject), std::nullopt, "a member too large"};
  return reader.read(member);
}

Result<bool> has_zip_member(std::string_view subject, std::span<const std::byte> zip, std::string_view name) {
  const auto found = Zip(subject, zip).find(name);
  if (!found && found.error().kind != ErrorKind::not_found) return found.error();
  return found.has_value();
}

}  // namespace garde::accounts
