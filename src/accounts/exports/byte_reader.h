// Little-endian numbers and runs of bytes of a file, one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace garde::accounts {

// Past the end everything is zero or empty and overrun() is true for ever: read a record, then ask once.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }
  std::span<const std::byte> bytes(std::uint64_t count);
  void skip(std::uint64_t count) { static_cast<void>(bytes(count)); }

  std::size_t left() const { return bytes_.size(); }
  bool overrun() const { return overrun_; }

 private:
  std::uint64_t number(std::size_t size);

  std::span<const std::byte> bytes_;
  bool overrun_ = false;
};

}  // namespace garde::accounts
