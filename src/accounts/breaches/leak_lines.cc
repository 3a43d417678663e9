#include "accounts/breaches/leak_lines.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "base/hex.h"

namespace garde::accounts {
namespace {

constexpr std::size_t kHashDigits = 2 * crypto::Sha1Digest::kSize;
constexpr std::size_t kNtlmDigits = 32;

}  // namespace

void LeakLines::set_prefix(std::string_view subject, std::string_view prefix) {
  subject_ = subject;
  prefix_ = prefix;
}

Result<void> LeakLines::take(std::string_view line) {
  ++lines_;
  const std::size_t wanted = kHashDigits - prefix_.size();
  const std::size_t colon = line.find(':');
  if (colon == kNtlmDigits - prefix_.size()) return error("hashes of NTLM, not of SHA-1");
  if (colon != wanted) return error("not a hash of SHA-1 and a count");
  std::array<char, kHashDigits> digits{};
  std::memcpy(digits.data(), prefix_.data(), prefix_.size());
  std::memcpy(digits.data() + prefix_.size(), line.data(), wanted);
  LeakedHash leaked;
  const bool is_hash = read_hex({digits.data(), digits.size()}, leaked.hash.bytes);
  const char* const end = line.data() + line.size();
  const auto [stop, code] = std::from_chars(line.data() + colon + 1, end, leaked.count);
  if (!is_hash || code != std::errc() || stop != end) return error("not a hash of SHA-1 and a count");
  if (leaked.count == 0) return {};  // the service's padding
  if (last_ && leaked.hash <= *last_) return out_of_order(leaked.hash);
  counts_fall_ = counts_fall_ && leaked.count <= last_count_;
  last_count_ = leaked.count;
  last_ = leaked.hash;
  hashes_.push_back(leaked);
  return {};
}

Error LeakLines::out_of_order(const crypto::Sha1Digest& hash) const {
  if (hash == *last_) return error("the same hash as the line before");
  return error(counts_fall_ ? "in the order of the counts, not of the hashes" : "not in the order of the hashes");
}

Error LeakLines::error(std::string_view detail) const {
  return Error{ErrorKind::invalid_input, subject_, std::nullopt, fmt::format("line {}: {}", lines_, detail)};
}

}  // namespace garde::accounts
