#include "formats/verification.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>

namespace garde::formats {
namespace {

// magic 8 | count u64-LE | count × (key 16 | authenticated i64-LE ms | content i64-LE ms | digest 16)
constexpr std::string_view kMagic = "GRDEVM02";
constexpr std::size_t kHeaderSize = 16;
constexpr std::size_t kUnitSize = 48;

template <class T>
void put(std::span<std::byte> bytes, std::size_t at, const T& value) {
  static_assert(std::endian::native == std::endian::little);
  std::memcpy(bytes.subspan(at, sizeof value).data(), &value, sizeof value);
}

template <class T>
T get(std::span<const std::byte> bytes, std::size_t at) {
  T value{};
  std::memcpy(&value, bytes.subspan(at, sizeof value).data(), sizeof value);
  return value;
}

std::int64_t milliseconds_of(Instant instant) { return instant.time_since_epoch().count(); }
Instant instant_of(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

}  // namespace

std::string_view name(Level level) {
  switch (level) {
    case Level::listing: return "listing";
    case Level::structure: return "structure";
    case Level::authenticated: return "authenticated";
    case Level::content: return "content";
  }
  fail_check("a Level outside its enum", __FILE__, __LINE__);
}

std::string_view name(UnjudgedReason reason) {
  switch (reason) {
    case UnjudgedReason::no_password: return "no_password";
    case UnjudgedReason::other_password: return "other_password";
    case UnjudgedReason::encryption_not_read: return "encryption_not_read";
    case UnjudgedReason::method_not_read: return "method_not_read";
    case UnjudgedReason::version_not_read: return "version_not_read";
    case UnjudgedReason::format_not_read: return "format_not_read";
    case UnjudgedReason::too_demanding: return "too_demanding";
    case UnjudgedReason::unpacks_too_far: return "unpacks_too_far";
    case UnjudgedReason::in_several_files: return "in_several_files";
    case UnjudgedReason::sparse: return "sparse";
    case UnjudgedReason::directory_too_large: return "directory_too_large";
    case UnjudgedReason::no_known_end: return "no_known_end";
    case UnjudgedReason::copied_in_use: return "copied_in_use";
    case UnjudgedReason::behind_its_end: return "behind_its_end";
  }
  fail_check("an UnjudgedReason outside its enum", __FILE__, __LINE__);
}

VerificationMemory::Key VerificationMemory::key_of(const crypto::Sha256Digest& identity) {
  Key key{};
  std::copy_n(identity.bytes.begin(), key.size(), key.begin());
  return key;
}

// Keys are halves of a hash already.
std::size_t VerificationMemory::HashKey::operator()(const Key& key) const noexcept { return get<std::size_t>(key, 0); }

std::optional<Instant> VerificationMemory::verified_at(const Key& key, Level level) const {
  const auto unit = units_.find(key);
  if (unit == units_.end()) return std::nullopt;
  const Unit& known = unit->second;
  const Instant when = level == Level::content ? known.content : std::max(known.authenticated, known.content);
  if (when == Instant{}) return std::nullopt;
  return when;
}

void VerificationMemory::record(const Key& key, Level level, Instant when) {
  if (level < Level::authenticated) return;
  Unit& unit = units_[key];
  (level == Level::content ? unit.content : unit.authenticated) = when;
}

void VerificationMemory::record(const Key& key, Level level, Instant when, const crypto::Sha256Digest& content) {
  if (level < Level::authenticated) return;
  record(key, level, when);
  units_[key].digest = key_of(content);
}

std::optional<VerificationMemory::Key> VerificationMemory::content_of(const Key& key) const {
  const auto unit = units_.find(key);
  if (unit == units_.end() || unit->second.digest == Key{}) return std::nullopt;
  return unit->second.digest;
}

void VerificationMemory::forget(const Key& key) { units_.erase(key); }

void VerificationMemory::retain(std::span<const Key> present) {
  std::erase_if(units_, [&](const auto& unit) { return !std::ranges::binary_search(present, unit.first); });
}

std::vector<std::byte> VerificationMemory::to_bytes() const {
  std::vector<std::pair<Key, Unit>> sorted(units_.begin(), units_.end());
  std::ranges::sort(sorted, {}, &std::pair<Key, Unit>::first);
  std::vector<std::byte> bytes(kHeaderSize + sorted.size() * kUnitSize);
  std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
  put(bytes, kMagic.size(), std::uint64_t{sorted.size()});
  std::size_t at = kHeaderSize;
  for (const auto& [key, unit] : sorted) {
    put(bytes, at, key);
    put(bytes, at + 16, milliseconds_of(unit.authenticated));
    put(bytes, at + 24, milliseconds_of(unit.content));
    put(bytes, at + 32, unit.digest);
    at += kUnitSize;
  }
  return bytes;
}

Result<VerificationMemory> VerificationMemory::parse(std::span<const std::byte> bytes) {
  const auto bad = [](ErrorKind kind, std::string_view detail) {
    return Error{kind, "verification memory", std::nullopt, std::string(detail)};
  };
  if (bytes.size() < kHeaderSize) return bad(ErrorKind::damaged, "too short");
  if (std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0)
    return bad(ErrorKind::unsupported, "not of a version we know");
  if (get<std::uint64_t>(bytes, kMagic.size()) != (bytes.size() - kHeaderSize) / kUnitSize ||
      (bytes.size() - kHeaderSize) % kUnitSize != 0)
    return bad(ErrorKind::damaged, "its length is not the one it states");
  VerificationMemory memory;
  Key last{};
  for (std::size_t at = kHeaderSize; at < bytes.size(); at += kUnitSize) {
    Key key{};
    std::ranges::copy(bytes.subspan(at, key.size()), key.begin());
    if (at > kHeaderSize && key <= last) return bad(ErrorKind::damaged, "its units are out of order");
    memory.units_[key] = {.authenticated = instant_of(get<std::int64_t>(bytes, at + 16)),
                          .content = instant_of(get<std::int64_t>(bytes, at + 24)),
                          .digest = get<Key>(bytes, at + 32)};
    last = key;
  }
  return memory;
}

}  // namespace garde::formats
