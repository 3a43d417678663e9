#include "formats/verification.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>

namespace garde::formats {
namespace {

// magic 8 | count u64-LE | count × (key 16 | authenticated i64-LE ms | content i64-LE ms)
constexpr std::string_view kMagic = "GRDEVM01";
constexpr std::size_t kHeaderSize = 16;
constexpr std::size_t kUnitSize = 32;

template <class T>
void put(std::vector<std::byte>& out, T value) {
  static_assert(std::endian::native == std::endian::little);
  const auto bytes = std::as_bytes(std::span(&value, 1));
  out.insert(out.end(), bytes.begin(), bytes.end());
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

VerificationMemory::Key VerificationMemory::key_of(const crypto::Sha256Digest& identity) {
  Key key{};
  std::copy_n(identity.bytes.begin(), key.size(), key.begin());
  return key;
}

const VerificationMemory::Unit* VerificationMemory::find(const Key& key) const {
  const auto place = std::ranges::lower_bound(units_, key, {}, &Unit::key);
  return place != units_.end() && place->key == key ? &*place : nullptr;
}

std::optional<Instant> VerificationMemory::verified_at(const Key& key, Level level) const {
  const Unit* unit = find(key);
  if (unit == nullptr) return std::nullopt;
  const Instant when = level == Level::content ? unit->content : std::max(unit->authenticated, unit->content);
  if (when == Instant{}) return std::nullopt;
  return when;
}

void VerificationMemory::record(const Key& key, Level level, Instant when) {
  if (level < Level::authenticated) return;
  auto place = std::ranges::lower_bound(units_, key, {}, &Unit::key);
  if (place == units_.end() || place->key != key)
    place = units_.insert(place, {.key = key, .authenticated = {}, .content = {}});
  (level == Level::content ? place->content : place->authenticated) = when;
}

void VerificationMemory::forget(const Key& key) {
  std::erase_if(units_, [&](const Unit& unit) { return unit.key == key; });
}

void VerificationMemory::retain(std::span<const Key> present) {
  std::erase_if(units_, [&](const Unit& unit) { return !std::ranges::binary_search(present, unit.key); });
}

std::vector<std::byte> VerificationMemory::to_bytes() const {
  std::vector<std::byte> bytes;
  bytes.reserve(kHeaderSize + units_.size() * kUnitSize);
  const auto magic = std::as_bytes(std::span(kMagic));
  bytes.insert(bytes.end(), magic.begin(), magic.end());
  put(bytes, std::uint64_t{units_.size()});
  for (const Unit& unit : units_) {
    bytes.insert(bytes.end(), unit.key.begin(), unit.key.end());
    put(bytes, milliseconds_of(unit.authenticated));
    put(bytes, milliseconds_of(unit.content));
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
  for (std::size_t at = kHeaderSize; at < bytes.size(); at += kUnitSize) {
    Unit unit{.key = {},
              .authenticated = instant_of(get<std::int64_t>(bytes, at + 16)),
              .content = instant_of(get<std::int64_t>(bytes, at + 24))};
    std::ranges::copy(bytes.subspan(at, unit.key.size()), unit.key.begin());
    if (!memory.units_.empty() && memory.units_.back().key >= unit.key)
      return bad(ErrorKind::damaged, "its units are out of order");
    memory.units_.push_back(unit);
  }
  return memory;
}

}  // namespace garde::formats
