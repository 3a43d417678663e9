#include "crypto/kdf.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/checked.h"
#include "base/mistake.h"
#include "crypto/pbkdf2.h"
#include "crypto/romix.h"

namespace garde::crypto {
namespace {

Result<void> check_cost(const ScryptCost& cost) {
  const std::string text = fmt::format("N={} r={} p={}", cost.n, cost.r, cost.p);
  if (cost.n < 2 || !std::has_single_bit(cost.n) || cost.r == 0 || cost.p == 0)
    return Error{ErrorKind::invalid_input, "scrypt", std::nullopt, text + " is no scrypt cost"};
  const auto lane = checked_multiply<std::uint64_t>(cost.n, 128 * std::uint64_t{cost.r});
  if (!lane || *lane > kMaxScryptLane.value)
    return Error{ErrorKind::unsupported, "scrypt", std::nullopt, text + " takes too much memory"};
  const auto work = checked_multiply<std::uint64_t>(cost.n * cost.r, cost.p);
  if (!work || *work > kMaxScryptWork)
    return Error{ErrorKind::unsupported, "scrypt", std::nullopt, text + " takes too much time"};
  return {};
}

}  // namespace

Result<SecretBytes> scrypt(std::span<const std::byte> password, std::span<const std::byte> salt, const ScryptCost& cost,
                           std::size_t key_size, unsigned threads) {
  TRY(check_cost(cost));
  const std::size_t lane_size = 128 * std::size_t{cost.r};
  SecretBytes mixed(lane_size * cost.p);
  pbkdf2(Pbkdf2Digest::sha256, password, salt, 1, mixed.bytes());

  const std::size_t room = std::max<std::size_t>(1, kScryptWorkingMemory.value / (cost.n * lane_size));
  const std::size_t width = std::min({romix_width(), room, std::size_t{cost.p}});
  const std::size_t groups = (cost.p + width - 1) / width;
  std::atomic<std::size_t> next_group = 0;
  const auto work = [&] {
    for (std::size_t group = next_group++; group < groups; group = next_group++) {
      std::vector<std::span<std::byte>> lanes;
      for (std::size_t i = group * width; i < std::min<std::size_t>(cost.p, (group + 1) * width); ++i)
        lanes.push_back(mixed.bytes().subspan(i * lane_size, lane_size));
      romix(lanes, cost.n, cost.r);
    }
  };
  MistakeCarrier carrier;
  const auto carried = [&] { carrier.run(work); };
  {
    std::vector<std::jthread> others;
    const std::size_t workers =
        std::min({std::max<std::size_t>(1, threads), std::max<std::size_t>(1, room / width), groups});
    for (std::size_t i = 1; i < workers; ++i) others.emplace_back(carried);
    carried();
  }
  carrier.rethrow();
  SecretBytes key(key_size);
  pbkdf2(Pbkdf2Digest::sha256, password, mixed.bytes(), 1, key.bytes());
  return key;
}

Result<SecretBytes> pbkdf2_sha256(std::span<const std::byte> password, std::span<const std::byte> salt,
                                  std::uint32_t iterations, std::size_t key_size) {
  if (iterations == 0) return Error{ErrorKind::invalid_input, "PBKDF2", std::nullopt, "no iterations"};
  if (iterations > kMaxPbkdf2Iterations)
    return Error{ErrorKind::unsupported, "PBKDF2", std::nullopt, fmt::format("{} iterations", iterations)};
  SecretBytes key(key_size);
  pbkdf2(Pbkdf2Digest::sha256, password, salt, iterations, key.bytes());
  return key;
}

}  // namespace garde::crypto
