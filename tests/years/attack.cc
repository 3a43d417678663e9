#include "tests/years/attack.h"

#include <array>

#include <fmt/format.h>

#include "base/result.h"

namespace garde::tests::years {
namespace {

constexpr std::uint32_t kSlowNights = 10;

bool is_of_the_base(Form form) { return form == Form::records || form == Form::index || form == Form::memos; }

}  // namespace

std::string_view name(AttackKind kind) {
  switch (kind) {
    case AttackKind::in_place: return "in place";
    case AttackKind::renamed: return "renamed";
    case AttackKind::intermittent: return "intermittent";
    case AttackKind::slow: return "slow";
    case AttackKind::head_kept: return "head kept";
    case AttackKind::text_only: return "text only";
    case AttackKind::deletion: return "deletion";
    case AttackKind::zeroing: return "zeroing";
    case AttackKind::base_wiped: return "base wiped";
  }
  fail_check("an AttackKind outside its enum", __FILE__, __LINE__);
}

Attacker::Attacker(AttackKind kind, std::uint64_t seed) : kind_(kind), dice_(seed), share_(dice_.between(60, 100)) {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  for (std::uint32_t i = dice_.between(5, 9); i > 0; --i) extension_ += kLetters[dice_.between(0, 31)];
}

bool Attacker::is_done() const { return nights_ >= (kind_ == AttackKind::slow ? kSlowNights : 1); }

bool Attacker::wants(const std::string& path, const File& file) const {
  const Form form = file.content.form;
  if (kind_ == AttackKind::text_only) return form == Form::text && !path.ends_with(".log");
  if (kind_ == AttackKind::base_wiped) return is_of_the_base(form);
  return form != Form::program && form != Form::junk;
}

void Attacker::strike(Files& files) {
  if (is_done()) return;
  ++nights_;
  const bool stripes = dice_.chance(50);
  Files after;
  for (const auto& [path, file] : files) {
    const bool was_hit =
        file.content.harm != Harm::none && file.content.harm != Harm::password && file.content.harm != Harm::pdf_inside;
    unsigned share = share_;
    if (kind_ == AttackKind::slow) share = 100 / (kSlowNights + 1 - nights_);  // of what is left: a tenth of all
    if (kind_ == AttackKind::base_wiped) share = 100;
    if (was_hit || !wants(path, file) || !dice_.chance(share)) {
      after[path] = file;
      continue;
    }
    ++files_hit_;
    bytes_hit_ += file.content.size;
    if (kind_ == AttackKind::deletion || kind_ == AttackKind::base_wiped) continue;
    File hit = file;
    hit.modified += 1;
    switch (kind_) {
      case AttackKind::intermittent: hit.content.harm = stripes ? Harm::stripes : Harm::head_only; break;
      case AttackKind::head_kept: hit.content.harm = Harm::head_kept; break;
      case AttackKind::zeroing: hit.content.harm = Harm::zeroed; break;
      default: hit.content.harm = Harm::whole; break;
    }
    after[kind_ == AttackKind::renamed ? fmt::format("{}.{}", path, extension_) : path] = hit;
  }
  files = std::move(after);
}

bool is_expected_to_be_told(const Attacker& attacker, const Files& before) {
  std::uint64_t bytes = 0;
  for (const auto& [path, file] : before) bytes += file.content.size;
  constexpr std::uint64_t kOneIn = 20;
  constexpr std::uint64_t kFiles = 10;
  return attacker.files_hit() >= kFiles || attacker.bytes_hit() * kOneIn >= bytes;
}

}  // namespace garde::tests::years
