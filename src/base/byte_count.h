// A number of bytes that cannot be mistaken for another number.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace garde {

struct ByteCount {
  std::uint64_t value = 0;
  constexpr auto operator<=>(const ByteCount&) const = default;
  constexpr ByteCount& operator+=(ByteCount other) {
    value += other.value;
    return *this;
  }
  friend constexpr ByteCount operator+(ByteCount a, ByteCount b) { return {a.value + b.value}; }
};

constexpr ByteCount operator""_B(unsigned long long n) { return {n}; }
constexpr ByteCount operator""_KiB(unsigned long long n) { return {n << 10U}; }
constexpr ByteCount operator""_MiB(unsigned long long n) { return {n << 20U}; }
constexpr ByteCount operator""_GiB(unsigned long long n) { return {n << 30U}; }

}  // namespace garde
