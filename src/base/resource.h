// A file compiled into the program by garde_resources() (cmake/GardeResources.cmake).
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace garde {

// Everything points to constants of the program: it can be kept for ever.
struct Resource {
  std::string_view path;             // relative to the ROOT it was embedded from, with '/'
  std::span<const std::byte> bytes;  // exactly the file's
  // 16 hexadecimal digits that change with the bytes, for addresses that may be cached for ever.
  // Not a cryptographic hash: it tells versions of our own files apart, nothing more.
  std::string_view fingerprint;
};

}  // namespace garde
