// XXH3 of 128 bits: shows that bytes changed by accident, on a disk or on the way to it. Not cryptography: two contents
// of one checksum can be made on purpose. Far quicker than SHA-256
// (docs/decisions/015-read-back-without-cryptography.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

struct XXH3_state_s;  // xxHash's; nobody else includes its header

namespace garde::io {

struct Checksum {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool operator==(const Checksum&) const = default;
};

// Of one content after the other. For one thread; keep it, as crypto::Sha256.
class Checksummer {
 public:
  Checksummer();
  void update(std::span<const std::byte> bytes);
  Checksum finish();  // and starts anew

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
};

}  // namespace garde::io
