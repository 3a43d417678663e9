#include "crypto/romix.h"

#include <sys/mman.h>

#include <array>
#include <cstring>
#include <memory>
#include <new>

#include "base/result.h"
#include "crypto/secret.h"

// Salsa20/8 is one long chain of dependent operations, so a processor is idle most of the time. Two or more
// lanes in one wide register run in the time of one. Each group of four words in a register belongs to one lane.
namespace garde::crypto {
namespace {

constexpr std::size_t kSalsaWords = 16;

struct alignas(64) SalsaBlock {
  std::uint32_t words[kSalsaWords];
};

template <std::size_t kLanes>
struct Wide;
template <>
struct Wide<1> {
  using Words [[gnu::vector_size(16)]] = std::uint32_t;
};
template <>
struct Wide<2> {
  using Words [[gnu::vector_size(32)]] = std::uint32_t;
};

template <std::size_t kLanes>
struct State {
  typename Wide<kLanes>::Words row[4];
};

// Within every lane, word i becomes word (i + kBy) mod 4.
template <int kBy, class Words>
[[gnu::always_inline]] inline void rotate_words(Words& x) {
  if constexpr (sizeof(Words) == 16) {
    x = __builtin_shufflevector(x, x, kBy % 4, (kBy + 1) % 4, (kBy + 2) % 4, (kBy + 3) % 4);
  } else {
    x = __builtin_shufflevector(x, x, kBy % 4, (kBy + 1) % 4, (kBy + 2) % 4, (kBy + 3) % 4, 4 + kBy % 4,
                                4 + (kBy + 1) % 4, 4 + (kBy + 2) % 4, 4 + (kBy + 3) % 4);
  }
}

template <int kBits, class Words>
[[gnu::always_inline]] inline void add_rotate_xor(Words& target, const Words& a, const Words& b) {
  const Words sum = a + b;
  target ^= (sum << kBits) | (sum >> (32 - kBits));
}

// The words lie along diagonals (see to_diagonals), so each quarter-round is one operation on whole rows.
template <std::size_t kLanes>
[[gnu::always_inline]] inline void salsa20_8(State<kLanes>& state) {
  auto [a, b, c, d] = state.row;
  for (int round = 0; round < 8; round += 2) {
    add_rotate_xor<7>(b, a, d);
    add_rotate_xor<9>(c, b, a);
    add_rotate_xor<13>(d, c, b);
    add_rotate_xor<18>(a, d, c);
    rotate_words<3>(b);
    rotate_words<2>(c);
    rotate_words<1>(d);
    add_rotate_xor<7>(d, a, b);
    add_rotate_xor<9>(c, d, a);
    add_rotate_xor<13>(b, c, d);
    add_rotate_xor<18>(a, b, c);
    rotate_words<1>(b);
    rotate_words<2>(c);
    rotate_words<3>(d);
  }
  state.row[0] += a;
  state.row[1] += b;
  state.row[2] += c;
  state.row[3] += d;
}

template <std::size_t kLanes>
[[gnu::always_inline]] inline void xor_block(State<kLanes>& state, const std::array<const SalsaBlock*, kLanes>& in) {
  for (std::size_t i = 0; i < 4; ++i) {
    typename Wide<kLanes>::Words row;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      std::memcpy(reinterpret_cast<std::byte*>(&row) + 16 * lane, in[lane]->words + 4 * i, 16);
    state.row[i] ^= row;
  }
}

template <std::size_t kLanes>
[[gnu::always_inline]] inline void store_block(const State<kLanes>& state, const std::array<SalsaBlock*, kLanes>& out) {
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      std::memcpy(out[lane]->words + 4 * i, reinterpret_cast<const std::byte*>(&state.row[i]) + 16 * lane, 16);
}

// The buffers of one lane: `memory` holds n rows of 2r blocks, `x` and `y` one row each.
struct Lane {
  SalsaBlock* memory = nullptr;
  SalsaBlock* x = nullptr;
  SalsaBlock* y = nullptr;
};

// out = BlockMix(in xor with), for rows of 2r blocks; `with` may be null.
template <std::size_t kLanes>
[[gnu::always_inline]] inline void block_mix(const std::array<const SalsaBlock*, kLanes>& in,
                                             const std::array<const SalsaBlock*, kLanes>* with,
                                             const std::array<SalsaBlock*, kLanes>& out, std::size_t r) {
  const auto block = [](const auto& rows, std::size_t i) {
    auto at = rows;
    for (auto& row : at) row += i;
    return at;
  };
  State<kLanes> state{};
  xor_block<kLanes>(state, block(in, 2 * r - 1));
  if (with != nullptr) xor_block<kLanes>(state, block(*with, 2 * r - 1));
  for (std::size_t i = 0; i < 2 * r; ++i) {
    xor_block<kLanes>(state, block(in, i));
    if (with != nullptr) xor_block<kLanes>(state, block(*with, i));
    salsa20_8<kLanes>(state);
    store_block<kLanes>(state, block(out, i / 2 + (i % 2) * r));
  }
}

template <std::size_t kLanes>
[[gnu::always_inline]] inline void mix(const std::array<Lane, kLanes>& lanes, std::size_t n, std::size_t r) {
  const std::size_t row = 2 * r;
  std::array<const SalsaBlock*, kLanes> in{};
  std::array<const SalsaBlock*, kLanes> with{};
  std::array<SalsaBlock*, kLanes> out{};
  // Row i of the memory is the state before step i, so each step writes straight into the next row.
  for (std::size_t lane = 0; lane < kLanes; ++lane) std::memcpy(lanes[lane].memory, lanes[lane].x, row * 64);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      in[lane] = lanes[lane].memory + i * row;
      out[lane] = i + 1 < n ? lanes[lane].memory + (i + 1) * row : lanes[lane].x;
    }
    block_mix<kLanes>(in, nullptr, out, r);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      SalsaBlock* const from = i % 2 == 0 ? lanes[lane].x : lanes[lane].y;
      const SalsaBlock& last = from[row - 1];
      // Words 0 and 1 of the block, of which 1 lies at index 13 along the diagonals.
      const std::uint64_t index = (std::uint64_t{last.words[13]} << 32U | last.words[0]) & (n - 1);
      in[lane] = from;
      with[lane] = lanes[lane].memory + index * row;
      out[lane] = i % 2 == 0 ? lanes[lane].y : lanes[lane].x;
    }
    block_mix<kLanes>(in, &with, out, r);
  }
}

void mix_one(const std::array<Lane, 1>& lanes, std::size_t n, std::size_t r) { mix<1>(lanes, n, r); }

#ifdef __x86_64__
[[gnu::target("avx2")]] void mix_two_avx2(const std::array<Lane, 2>& lanes, std::size_t n, std::size_t r) {
  mix<2>(lanes, n, r);
}
[[gnu::target("avx2,avx512f,avx512vl")]] void mix_two_avx512(const std::array<Lane, 2>& lanes, std::size_t n,
                                                             std::size_t r) {
  mix<2>(lanes, n, r);
}
bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
bool has_avx512() { return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0; }
#endif

// Word k of a block in memory goes to place (13·k mod 16) and comes from place (5·k mod 16).
void to_diagonals(std::span<const std::byte> bytes, SalsaBlock* blocks) {
  for (std::size_t at = 0; at < bytes.size(); at += 64, ++blocks)
    for (std::size_t i = 0; i < kSalsaWords; ++i) std::memcpy(&blocks->words[i], &bytes[at + (i * 5 % 16) * 4], 4);
}
void from_diagonals(const SalsaBlock* blocks, std::span<std::byte> bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 64, ++blocks)
    for (std::size_t i = 0; i < kSalsaWords; ++i) std::memcpy(&bytes[at + (i * 5 % 16) * 4], &blocks->words[i], 4);
}

// Rows are read in no order, so pages of the usual 4 KiB are asked for and looked up at nearly each of them.
constexpr std::size_t kLargePage = std::size_t{2} << 20U;
struct FreeLargePages {
  void operator()(SalsaBlock* memory) const { ::operator delete(memory, std::align_val_t{kLargePage}); }
};
using LargePages = std::unique_ptr<SalsaBlock[], FreeLargePages>;

LargePages large_pages(std::size_t blocks) {
  const std::size_t size = (blocks * sizeof(SalsaBlock) + kLargePage - 1) / kLargePage * kLargePage;
  LargePages memory(static_cast<SalsaBlock*>(::operator new(size, std::align_val_t{kLargePage})));
  ::madvise(memory.get(), size, MADV_HUGEPAGE);  // a wish: a system that does not grant it is slower
  return memory;
}

}  // namespace

std::size_t romix_width() {
#ifdef __x86_64__
  if (has_avx2()) return 2;
#endif
  return 1;
}

void romix(std::span<const std::span<std::byte>> lanes, std::uint64_t n, std::uint32_t r) {
  GARDE_CHECK(!lanes.empty() && lanes.size() <= romix_width());
  const std::size_t row = 2 * std::size_t{r};
  const std::size_t blocks_per_lane = (n + 2) * row;
  const LargePages memory = large_pages(lanes.size() * blocks_per_lane);
  std::array<Lane, 2> buffers{};
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    GARDE_CHECK(lanes[i].size() == row * 64);
    SalsaBlock* const start = memory.get() + i * blocks_per_lane;
    buffers.at(i) = {.memory = start, .x = start + n * row, .y = start + (n + 1) * row};
    to_diagonals(lanes[i], buffers.at(i).x);
  }
  if (lanes.size() == 1) mix_one({buffers[0]}, n, r);
#ifdef __x86_64__
  if (lanes.size() == 2) has_avx512() ? mix_two_avx512(buffers, n, r) : mix_two_avx2(buffers, n, r);
#endif
  for (std::size_t i = 0; i < lanes.size(); ++i) from_diagonals(buffers.at(i).x, lanes[i]);
  wipe(std::as_writable_bytes(std::span(memory.get(), lanes.size() * blocks_per_lane)));
}

}  // namespace garde::crypto
