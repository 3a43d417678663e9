// Lines of a list of leaked passwords: HASH:count, each hash greater than the one before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/breaches/breach_source.h"
#include "base/result.h"
#include "crypto/sha1.h"

namespace garde::accounts {

class LeakLines {
 public:
  // `prefix` stands before every line of a range; `from` is where the reading begins.
  LeakLines(std::string_view subject, const SourcePosition& from)
      : subject_(subject), lines_(from.lines), last_(from.last) {}

  void set_prefix(std::string_view subject, std::string_view prefix);  // of the lines that follow
  // A line without its end. Adds to hashes() unless it is padding.
  Result<void> take(std::string_view line);

  std::vector<LeakedHash>& hashes() { return hashes_; }
  std::uint64_t lines() const { return lines_; }
  const std::optional<crypto::Sha1Digest>& last() const { return last_; }

 private:
  Error error(std::string_view detail) const;
  Error out_of_order(const crypto::Sha1Digest& hash) const;

  std::string subject_;
  std::string prefix_;
  std::uint64_t lines_;
  std::optional<crypto::Sha1Digest> last_;
  std::uint64_t last_count_ = ~std::uint64_t{0};
  bool counts_fall_ = true;  // so far none was greater than the one before
  std::vector<LeakedHash> hashes_;
};

}  // namespace garde::accounts
