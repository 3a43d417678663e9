// Passwords of other tools while they are looked at: many short texts in locked memory, wiped together.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string_view>
#include <vector>

#include "crypto/secret.h"

namespace garde::accounts {

// A text of a SecretPool, valid while the pool lives; copies are the same text. It has no operator and no
// formatter: whoever calls reveal() is easy to find, and wipes what he copies.
class SecretString {
 public:
  SecretString() = default;
  bool empty() const { return text_.empty(); }
  std::string_view reveal() const { return text_; }

  friend std::ostream& operator<<(std::ostream&, const SecretString&) = delete;

 private:
  friend class SecretPool;
  explicit SecretString(std::string_view text) : text_(text) {}
  std::string_view text_;
};

// Moving a pool leaves its texts where they are.
class SecretPool {
 public:
  SecretString keep(std::string_view text);  // a copy
  // Zeros to be filled by the caller, of which any beginning can be kept as a text without another copy.
  std::span<char> reserve(std::size_t size, std::size_t alignment = 1);
  // Wipes every text; their memory is for the next ones.
  void forget();
  static SecretString text_of(std::span<const char> reserved) {
    return SecretString(std::string_view(reserved.data(), reserved.size()));
  }

 private:
  std::vector<crypto::SecretBytes> chunks_;
  std::span<std::byte> free_;  // the rest of the last chunk
};

}  // namespace garde::accounts
