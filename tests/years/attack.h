// What an attacker does to the files of a generated practice.
#pragma once

#include <cstdint>
#include <string_view>

#include "tests/years/practice.h"

namespace garde::tests::years {

enum class AttackKind : std::uint8_t {
  in_place,      // encrypted whole, names kept
  renamed,       // encrypted whole, an extension added that no list knows
  intermittent,  // every second stretch, or the first 4 KiB only
  slow,          // a tenth of the files each night, in ten nights
  head_kept,     // all but the first 4 KiB encrypted
  text_only,     // texts alone
  deletion,
  zeroing,
  base_wiped,  // the files of the practice's software gone, nothing else touched
};
inline constexpr AttackKind kAllAttacks[] = {AttackKind::in_place, AttackKind::renamed,   AttackKind::intermittent,
                                             AttackKind::slow,     AttackKind::head_kept, AttackKind::text_only,
                                             AttackKind::deletion, AttackKind::zeroing,   AttackKind::base_wiped};
std::string_view name(AttackKind kind);

class Attacker {
 public:
  Attacker(AttackKind kind, std::uint64_t seed);
  // Once each night. A slow one is done after ten.
  void strike(Files& files);
  bool is_done() const;

  std::uint64_t files_hit() const { return files_hit_; }
  std::uint64_t bytes_hit() const { return bytes_hit_; }

 private:
  bool wants(const std::string& path, const File& file) const;

  AttackKind kind_;
  Dice dice_;
  unsigned share_;  // percent of the files it reaches
  std::string extension_;
  std::uint32_t nights_ = 0;
  std::uint64_t files_hit_ = 0;
  std::uint64_t bytes_hit_ = 0;
};

// Whether it has reached so much that a check is expected to tell: 5 % of the bytes, or ten files.
bool is_expected_to_be_told(const Attacker& attacker, const Files& before);

}  // namespace garde::tests::years
