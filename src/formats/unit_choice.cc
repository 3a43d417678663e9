#include "formats/unit_choice.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace garde::formats {
namespace {

// A different order of all units for each seed, the same on every computer.
std::uint64_t draw(const crypto::Sha256Digest& identity, std::uint64_t seed) {
  std::uint64_t value = 0;
  std::memcpy(&value, identity.bytes.data(), sizeof value);
  value ^= seed * 0x9e3779b97f4a7c15U;
  value = (value ^ value >> 30U) * 0xbf58476d1ce4e5b9U;
  value = (value ^ value >> 27U) * 0x94d049bb133111ebU;
  return value ^ value >> 31U;
}

std::vector<std::size_t> choose_sample(const std::vector<Unit>& units, const Sample& sample) {
  std::vector<std::size_t> chosen(units.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  std::ranges::sort(chosen, {}, [&](std::size_t i) { return draw(units[i].identity, sample.seed); });
  const double count = std::ceil(std::clamp(sample.share, 0.0, 1.0) * static_cast<double>(units.size()));
  chosen.resize(std::min(units.size(), static_cast<std::size_t>(count)));
  return chosen;
}

struct Rotated {
  std::vector<std::size_t> never;
  std::vector<std::size_t> oldest_first;
};

Rotated rotate(const std::vector<Unit>& units, const Rotation& rotation, const VerifyRequest& request) {
  Rotated rotated;
  std::vector<std::pair<Instant, std::size_t>> known;
  double known_bytes = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto key = VerificationMemory::key_of(units[i].identity);
    const auto when = request.memory == nullptr ? std::nullopt : request.memory->verified_at(key, request.level);
    if (!when) {
      rotated.never.push_back(i);
      continue;
    }
    known.emplace_back(*when, i);
    known_bytes += static_cast<double>(units[i].size.value);
  }
  std::ranges::sort(known);
  double room = std::clamp(rotation.share, 0.0, 1.0) * known_bytes;
  for (const auto& [when, i] : known) {
    if (room <= 0) break;
    rotated.oldest_first.push_back(i);
    room -= static_cast<double>(units[i].size.value);
  }
  return rotated;
}

}  // namespace

std::vector<std::size_t> choose_units(const std::vector<Unit>& units, const VerifyRequest& request) {
  const auto by_place = [&](std::vector<std::size_t>& chosen) {
    std::ranges::sort(chosen, [&](std::size_t a, std::size_t b) {
      return units[a].place != units[b].place ? units[a].place < units[b].place : a < b;
    });
  };
  if (const auto* rotation = std::get_if<Rotation>(&request.scope)) {
    auto [never, oldest_first] = rotate(units, *rotation, request);
    by_place(never);
    // A run that may be cut short keeps to the age; another may as well follow the disk.
    if (!request.spent) by_place(oldest_first);
    never.insert(never.end(), oldest_first.begin(), oldest_first.end());
    return never;
  }
  std::vector<std::size_t> chosen;
  if (const auto* sample = std::get_if<Sample>(&request.scope)) {
    chosen = choose_sample(units, *sample);
  } else {
    chosen.resize(units.size());
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  }
  by_place(chosen);
  return chosen;
}

}  // namespace garde::formats
