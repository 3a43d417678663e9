#include "formats/zip/entry_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <libdeflate.h>
#include <zlib.h>

#include "crypto/zip_encryption.h"
#include "formats/little_endian.h"

namespace garde::formats::zip {
namespace {

using archives::Flaw;
using archives::flaw_of;
using Bytes = std::span<const std::byte>;

constexpr std::size_t kLocalHeaderSize = 30;
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kDescriptorSignature = 0x08074b50;
constexpr std::uint16_t kDescriptorFlag = 1U << 3U;
constexpr std::uint32_t kSeeExtra = 0xFFFFFFFF;
constexpr std::size_t kWindow = std::size_t{1} << 20U;        // read at once: many small entries
constexpr std::size_t kHeaderWindow = std::size_t{4} << 10U;  // idem, where local headers are all that is wanted
constexpr std::size_t kPiece = std::size_t{256} << 10U;  // of a large entry, small enough for the processor's cache

Flaw wrong(DamageKind kind, const Entry& entry, std::string detail) {
  return flaw_of(kind, "", entry.offset, std::move(detail));
}

struct Inflater {
  z_stream stream{};
  bool is_open = ::inflateInit2(&stream, -15) == Z_OK;
  Inflater() { GARDE_CHECK(is_open); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { ::inflateEnd(&stream); }
};

// The real sizes of a local header whose 32-bit ones did not fit.
void read_local_extra(Bytes extra, std::uint64_t& size, std::uint64_t& packed_size) {
  while (extra.size() >= 4) {
    const std::size_t length = read_u16_le(extra.subspan(2));
    if (length > extra.size() - 4) return;
    if (read_u16_le(extra) == 0x0001 && length >= 16) {
      if (size == kSeeExtra) size = read_u64_le(extra.subspan(4));
      if (packed_size == kSeeExtra) packed_size = read_u64_le(extra.subspan(12));
    }
    extra = extra.subspan(4 + length);
  }
}

}  // namespace

// What an entry stores, read in order and decrypted; the checks of the encryption come with it.
struct EntryReader::Stored {
  Stored(EntryReader& owner, const Entry& which, std::uint64_t data)
      : reader(owner), entry(which), at(data), left(which.packed_size) {}

  // Sets up the decryption; an Outcome when nothing can be decoded.
  Result<std::optional<Outcome>> start() {
    if (entry.encryption == Encryption::none) return std::optional<Outcome>();
    const auto unjudged = [](UnjudgedReason reason) { return std::optional(Outcome{std::nullopt, reason}); };
    if (entry.encryption == Encryption::other) return unjudged(UnjudgedReason::encryption_not_read);
    if (reader.password_ == nullptr) return unjudged(UnjudgedReason::no_password);
    const auto password = reader.password_->bytes();
    const auto too_short = [&] {
      return std::optional(Outcome{wrong(DamageKind::malformed, entry, "too short for its encryption")});
    };
    if (entry.encryption == Encryption::zip_crypto) {
      constexpr std::size_t kHeader = crypto::ZipCryptoStream::kHeaderSize;
      if (left < kHeader) return too_short();
      std::array<std::byte, kHeader> header{};
      const auto bytes = TRY(reader.view(at, kHeader));
      if (bytes.size() < kHeader) return too_short();
      std::ranges::copy(bytes, header.begin());
      zip_crypto.emplace(password);
      zip_crypto->decrypt(header);
      const std::uint32_t check =
          (entry.flags & kDescriptorFlag) != 0 ? entry.dos_time >> 8U & 0xFFU : entry.crc >> 24U;
      if (std::to_integer<std::uint32_t>(header.back()) != check) return unjudged(UnjudgedReason::other_password);
      skip(kHeader);
      return std::optional<Outcome>();
    }
    const std::size_t head = crypto::WinZipAes::salt_size(entry.aes_key_size) + crypto::WinZipAes::kVerifierSize;
    if (left < head + crypto::WinZipAes::kTagSize) return too_short();
    const auto bytes = TRY(reader.view(at, head));
    if (bytes.size() < head) return too_short();
    aes.emplace(password, bytes.first(head - crypto::WinZipAes::kVerifierSize), entry.aes_key_size);
    if (!std::ranges::equal(bytes.last(crypto::WinZipAes::kVerifierSize), aes->verifier()))
      return unjudged(UnjudgedReason::other_password);
    skip(head);
    left -= crypto::WinZipAes::kTagSize;
    return std::optional<Outcome>();
  }

  // The next bytes, at most `size`; fewer when the file ends before, none at the end. Valid until the next call.
  Result<Bytes> next(std::size_t size) {
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, left));
    if (size == 0) return Bytes();
    Bytes bytes = TRY(reader.view(at, size));
    skip(bytes.size());
    if (bytes.size() < size) left = 0;
    is_cut = is_cut || bytes.size() < size;
    if (!zip_crypto && !aes) return bytes;
    reader.decrypted_.assign(bytes.begin(), bytes.end());
    if (zip_crypto) zip_crypto->decrypt(reader.decrypted_);
    if (aes) aes->decrypt(reader.decrypted_);
    return Bytes(reader.decrypted_);
  }

  // After the last byte: whether the tag of the encryption is right.
  Result<bool> is_authentic() {
    if (!aes) return true;
    const auto stored = TRY(reader.view(at, crypto::WinZipAes::kTagSize));
    return std::ranges::equal(stored, aes->tag());
  }

  void skip(std::size_t size) {
    at += size;
    left -= size;
  }

  EntryReader& reader;
  const Entry& entry;
  std::uint64_t at;
  std::uint64_t left;
  bool is_cut = false;
  std::optional<crypto::ZipCryptoStream> zip_crypto;
  std::optional<crypto::WinZipAes> aes;
};

void EntryReader::FreeDecompressor::operator()(libdeflate_decompressor* decompressor) const {
  libdeflate_free_decompressor(decompressor);
}

EntryReader::EntryReader(const io::File& file, const Directory& directory, const crypto::SecretBytes* password,
                         ByteCount max_decoded_whole)
    : file_(file),
      directory_(directory),
      password_(password),
      max_decoded_whole_(max_decoded_whole),
      decompressor_(libdeflate_alloc_decompressor()) {
  GARDE_CHECK(decompressor_ != nullptr);
}

Result<Bytes> EntryReader::view(std::uint64_t offset, std::size_t size) {
  if (offset < window_offset_ || offset + size > window_offset_ + window_size_) {
    const std::size_t wanted = std::max(size, read_ahead_);
    if (window_.size() < wanted) window_.resize(wanted);
    window_size_ = 0;
    window_offset_ = offset;
    window_size_ = TRY(file_.read_at(offset, std::span(window_).first(wanted)));
    bytes_read_ += window_size_;
  }
  const std::size_t from = static_cast<std::size_t>(offset - window_offset_);
  return Bytes(window_).subspan(from, std::min(size, window_size_ - from));
}

Result<EntryReader::Local> EntryReader::find_data(const Entry& entry, std::optional<Flaw>& flaw) {
  Local local;
  const std::string_view name = directory_.stored_name(entry);
  const Bytes fixed = TRY(view(entry.offset, kLocalHeaderSize));
  if (fixed.size() < kLocalHeaderSize || read_u32_le(fixed) != kLocalSignature) {
    flaw = wrong(DamageKind::malformed, entry, "no entry begins where the directory says");
    return local;
  }
  const std::size_t name_size = read_u16_le(fixed.subspan(26));
  const std::size_t extra_size = read_u16_le(fixed.subspan(28));
  const Bytes header = TRY(view(entry.offset, kLocalHeaderSize + name_size + extra_size));
  local.data = entry.offset + kLocalHeaderSize + name_size + extra_size;
  const bool is_cut = header.size() < kLocalHeaderSize + name_size + extra_size;
  if (is_cut || local.data > entry.end || entry.packed_size > entry.end - local.data) {
    flaw = wrong(DamageKind::malformed, entry, "reaches into the next entry");
    return local;
  }
  const std::uint16_t flags = read_u16_le(header.subspan(6));
  std::uint64_t packed_size = read_u32_le(header.subspan(18));
  std::uint64_t size = read_u32_le(header.subspan(22));
  read_local_extra(header.subspan(kLocalHeaderSize + name_size), size, packed_size);
  const std::uint32_t time = read_u16_le(header.subspan(10)) | std::uint32_t{read_u16_le(header.subspan(12))} << 16U;
  const std::string_view local_name(reinterpret_cast<const char*>(header.data()) + kLocalHeaderSize, name_size);
  constexpr std::uint16_t kMeaningful = 1U | kDescriptorFlag | 1U << 11U;  // encrypted, descriptor, UTF-8
  // Written to a stream, the sizes were not known yet.
  const bool knows = (flags & kDescriptorFlag) == 0;
  const auto differs = [&](std::uint64_t here, std::uint64_t there) { return here != there && (knows || here != 0); };
  const auto as_stored = [&](std::uint64_t number) { return entry.is_narrow ? number & 0xFFFFFFFFU : number; };
  if (local_name != name)
    local.contradicts = "its name";
  else if (((flags ^ entry.flags) & kMeaningful) != 0 || read_u16_le(header.subspan(8)) != entry.stored_method)
    local.contradicts = "its method";
  else if (differs(read_u32_le(header.subspan(14)), entry.crc))
    local.contradicts = "its checksum";
  else if (differs(size, as_stored(entry.size)) || differs(packed_size, as_stored(entry.packed_size)))
    local.contradicts = "its size";
  else if (time != entry.dos_time)
    local.contradicts = "its time";
  return local;
}

Result<bool> EntryReader::descriptor_agrees(const Entry& entry, std::uint64_t at) {
  if ((entry.flags & kDescriptorFlag) == 0) return true;
  constexpr std::size_t kLongest = 24;
  const Bytes bytes = TRY(view(at, static_cast<std::size_t>(std::min<std::uint64_t>(kLongest, entry.end - at))));
  for (const std::size_t skip : {std::size_t{4}, std::size_t{0}}) {
    if (skip > 0 && (bytes.size() < 4 || read_u32_le(bytes) != kDescriptorSignature)) continue;
    const Bytes fields = bytes.subspan(skip);
    if (fields.size() >= 12 && read_u32_le(fields) == entry.crc &&
        read_u32_le(fields.subspan(4)) == (entry.packed_size & 0xFFFFFFFFU) &&
        read_u32_le(fields.subspan(8)) == (entry.size & 0xFFFFFFFFU))
      return true;
    if (fields.size() >= 20 && read_u32_le(fields) == entry.crc &&
        read_u64_le(fields.subspan(4)) == entry.packed_size && read_u64_le(fields.subspan(12)) == entry.size)
      return true;
  }
  return false;
}

Result<std::optional<Flaw>> EntryReader::decode_whole(const Entry& entry, Stored& stored, const OnContent& on_content) {
  const Bytes packed = TRY(stored.next(static_cast<std::size_t>(stored.left)));
  Bytes content = packed;
  if (entry.method == kDeflated) {
    const auto size = static_cast<std::size_t>(entry.size);
    if (content_.size() < size + 1) content_.resize(size + 1);  // never empty: libdeflate wants a place to point at
    std::size_t used = 0;
    std::size_t given = 0;
    const auto result = libdeflate_deflate_decompress_ex(decompressor_.get(), packed.data(), packed.size(),
                                                         content_.data(), size, &used, &given);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE)
      return std::optional(wrong(DamageKind::size_mismatch, entry, "unpacks to more than its size"));
    if (result != LIBDEFLATE_SUCCESS || used != packed.size())
      return std::optional(wrong(DamageKind::cannot_decompress, entry, "does not unpack"));
    content = Bytes(content_).first(given);
  }
  if (content.size() != entry.size)
    return std::optional(wrong(DamageKind::size_mismatch, entry,
                               fmt::format("{} bytes, and {} were promised", content.size(), entry.size)));
  if (entry.has_crc && libdeflate_crc32(0, content.data(), content.size()) != entry.crc)
    return std::optional(wrong(DamageKind::wrong_hash, entry, "its checksum is another"));
  if (!TRY(stored.is_authentic()))
    return std::optional(wrong(DamageKind::fails_authentication, entry, "its tag is another"));
  if (on_content && !content.empty()) TRY(on_content(content));
  return std::optional<Flaw>();
}

Result<std::optional<Flaw>> EntryReader::decode_in_pieces(const Entry& entry, Stored& stored,
                                                          const OnContent& on_content) {
  std::uint32_t crc = 0;
  std::uint64_t given = 0;
  const auto hand_over = [&](Bytes content) -> Result<void> {
    crc = libdeflate_crc32(crc, content.data(), content.size());
    given += content.size();
    if (on_content && !content.empty()) TRY(on_content(content));
    return {};
  };
  if (entry.method == kStored) {
    for (Bytes piece = TRY(stored.next(kPiece)); !piece.empty(); piece = TRY(stored.next(kPiece)))
      TRY(hand_over(piece));
  } else {
    Inflater inflater;
    if (content_.size() < kPiece) content_.resize(kPiece);
    int status = Z_OK;
    while (status != Z_STREAM_END) {
      const Bytes packed = TRY(stored.next(kPiece));
      inflater.stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));
      inflater.stream.avail_in = static_cast<uInt>(packed.size());
      do {
        inflater.stream.next_out = reinterpret_cast<Bytef*>(content_.data());
        inflater.stream.avail_out = static_cast<uInt>(kPiece);
        status = ::inflate(&inflater.stream, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
          return std::optional(wrong(DamageKind::cannot_decompress, entry, "does not unpack"));
        TRY(hand_over(Bytes(content_).first(kPiece - inflater.stream.avail_out)));
        if (given > entry.size && !may_have_wrapped(entry))
          return std::optional(wrong(DamageKind::size_mismatch, entry, "unpacks to more than its size"));
      } while (status != Z_STREAM_END && inflater.stream.avail_out == 0);
      if (packed.empty() && status != Z_STREAM_END)
        return std::optional(wrong(DamageKind::cannot_decompress, entry, "its compressed form ends too early"));
    }
    if (inflater.stream.avail_in > 0 || stored.left > 0)
      return std::optional(wrong(DamageKind::cannot_decompress, entry, "its compressed form ends too early"));
  }
  if (!is_size_of(entry, given))
    return std::optional(
        wrong(DamageKind::size_mismatch, entry, fmt::format("{} bytes, and {} were promised", given, entry.size)));
  if (entry.has_crc && crc != entry.crc)
    return std::optional(wrong(DamageKind::wrong_hash, entry, "its checksum is another"));
  if (!TRY(stored.is_authentic()))
    return std::optional(wrong(DamageKind::fails_authentication, entry, "its tag is another"));
  return std::optional<Flaw>();
}

bool EntryReader::is_decoded_whole(const Entry& entry) const {
  return entry.size <= max_decoded_whole_.value && entry.packed_size <= max_decoded_whole_.value &&
         !may_have_wrapped(entry);
}

Result<EntryReader::Outcome> EntryReader::decode(const Entry& entry, std::uint64_t data, const OnContent& on_content) {
  if (entry.method != kStored && entry.method != kDeflated)
    return Outcome{std::nullopt, UnjudgedReason::method_not_read};
  Stored stored(*this, entry, data);
  if (auto hindered = TRY(stored.start())) return *std::move(hindered);
  auto flaw = is_decoded_whole(entry) ? TRY(decode_whole(entry, stored, on_content))
                                      : TRY(decode_in_pieces(entry, stored, on_content));
                                      if (flaw && stored.is_cut)
                                        flaw = wrong(DamageKind::truncated, entry, "the archive ends within it");
                                      return Outcome{std::move(flaw)};
}

Result<EntryReader::Outcome> EntryReader::check(const Entry& entry, Level level, const OnContent& on_content) {
  if (entry.is_refused) return Outcome{};  // said when the directory was read
  read_ahead_ = level >= Level::authenticated ? kWindow : kHeaderWindow;
  std::optional<Flaw> flaw;
  const Local local = TRY(find_data(entry, flaw));
  if (flaw) return Outcome{std::move(flaw)};
  Outcome outcome;
  if (level >= Level::authenticated) outcome = TRY(decode(entry, local.data, on_content));
  std::string contradicts = local.contradicts;
  if (contradicts.empty() && !TRY(descriptor_agrees(entry, local.data + entry.packed_size))) contradicts = "its end";
  if (contradicts.empty()) return outcome;
  const std::string detail = fmt::format("the directory and the entry contradict each other on {}", contradicts);
  if (outcome.flaw) {
    outcome.flaw->detail += "; " + detail;
  } else {
    outcome.flaw = wrong(DamageKind::inconsistent, entry, detail);
    // Its content is the one the directory promises.
    if (level >= Level::authenticated && !outcome.unjudged) outcome.flaw->consequence = Consequence::decay;
  }
  return outcome;
}

Result<EntryReader::Outcome> EntryReader::try_password(const Entry& entry) {
  constexpr ByteCount kTriedWhole = 1_MiB;
  if (entry.packed_size <= kTriedWhole.value) return check(entry, Level::content);
  std::optional<Flaw> flaw;
  const Local local = TRY(find_data(entry, flaw));
  if (flaw) return Outcome{std::move(flaw)};
  Stored stored(*this, entry, local.data);
  return TRY(stored.start())
  .value_or(Outcome{});
}

Result<void> EntryReader::read(const Entry& entry, const OnContent& on_content) {
  const auto refused = [&](ErrorKind kind, std::string detail) {
    return Error{kind, std::string(directory_.stored_name(entry)), std::nullopt, std::move(detail)};
  };
  if (entry.is_refused) return refused(ErrorKind::damaged, "overlaps another entry or lies outside the archive");
  const auto judged = [&](const Outcome& outcome) -> Result<void> {
    if (outcome.flaw && outcome.flaw->consequence == Consequence::loss)
      return refused(ErrorKind::damaged, outcome.flaw->detail);
    if (outcome.unjudged)
      return refused(outcome.is_wrong_password() ? ErrorKind::wrong_secret : ErrorKind::unsupported,
                     std::string(name(*outcome.unjudged)));
    return {};
  };
  // What is decoded in one step is handed over only once it was verified; the rest is read twice.
  if (!is_decoded_whole(entry)) TRY(judged(TRY(check(entry, Level::content))));
  return judged(TRY(check(entry, Level::content, on_content)));
}

}  // namespace garde::formats::zip
