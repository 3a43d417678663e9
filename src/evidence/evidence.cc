#include "evidence/evidence.h"

#include <algorithm>
#include <tuple>

namespace garde::evidence {
namespace {

bool is_weaker(const Evidence& a, const Evidence& b) {
  return std::tie(a.level, a.valid_until) < std::tie(b.level, b.valid_until);
}

// At equal level and time, the later of the list.
bool speaks_over(const Evidence& a, const Evidence& b) {
  return std::tie(a.level, a.established_at) >= std::tie(b.level, b.established_at);
}

// Something as strong said afterwards that it holds again, while it was valid or not.
bool is_lifted(const Evidence& failure, std::span<const Evidence* const> about) {
  return std::ranges::any_of(about, [&](const Evidence* item) {
    return item->holds && item->level >= failure.level && item->established_at > failure.established_at;
  });
}

int gravity(Verdict verdict) {
  switch (verdict) {
    case Verdict::fails: return 4;
    case Verdict::failed_once: return 3;
    case Verdict::never_shown: return 2;
    case Verdict::expired: return 1;
    case Verdict::holds: return 0;
  }
  fail_check("a Verdict outside its enum", __FILE__, __LINE__);
}

}  // namespace

Result<Claim> Claim::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos)
    return Error{ErrorKind::invalid_input, std::string(text), std::nullopt, "expected kind/subject"};
  ClaimKindId kind = TRY(ClaimKindId::parse(text.substr(0, slash)));
  SubjectId subject = TRY(SubjectId::parse(text.substr(slash + 1)));
  return Claim{std::move(kind), std::move(subject)};
}

std::string to_text(const Claim& claim) { return claim.kind.text() + "/" + claim.subject.text(); }

std::string_view name(ProofLevel level) {
  switch (level) {
    case ProofLevel::declared: return "declared";
    case ProofLevel::attested: return "attested";
    case ProofLevel::measured: return "measured";
  }
  fail_check("a ProofLevel outside its enum", __FILE__, __LINE__);
}

ClaimKinds ClaimKinds::read(const content::Files& files, content::Problems& problems) {
  constexpr std::int64_t kMaxShelfLifeDays = 3660;
  ClaimKinds kinds;
  for (const content::File* file : files.in("claims")) {
    auto document = content::parse(*file, problems);
    if (!document) continue;
    for (content::Table& row : document->tables("claim")) {
      auto id = ClaimKindId::parse(row.text("id"));
      std::string title = row.text("title");
      const Days shelf_life{row.integer("shelf_life_days", 1, kMaxShelfLifeDays)};
      row.finish();
      if (!id) {
        row.problem("id must be of a-z, 0-9 and '-'");
      } else if (!kinds.kinds_.emplace(*id, ClaimKind{*id, std::move(title), shelf_life}).second) {
        row.problem(id->text() + " is there twice");
      }
    }
    document->finish();
  }
  return kinds;
}

const ClaimKind* ClaimKinds::find(const ClaimKindId& id) const {
  const auto found = kinds_.find(id);
  return found == kinds_.end() ? nullptr : &found->second;
}

std::vector<ClaimKind> ClaimKinds::all() const {
  std::vector<ClaimKind> all;
  for (const auto& [id, kind] : kinds_) all.push_back(kind);
  return all;
}

Evidence ClaimKinds::make(Claim claim, ProofLevel level, bool holds, Instant established_at, std::string origin) const {
  const ClaimKind* kind = find(claim.kind);
  GARDE_CHECK(kind != nullptr);
  return {std::move(claim), level, holds, established_at, established_at + kind->shelf_life, std::move(origin), {}};
}

Standing standing(std::span<const Evidence> evidence, const Claim& claim, Instant now) {
  std::vector<const Evidence*> about;
  for (const Evidence& item : evidence)
    if (item.claim == claim && item.established_at <= now) about.push_back(&item);

  const Evidence* failure = nullptr;  // the strongest that expired before anything as strong lifted it
  for (const Evidence* item : about) {
    if (item->holds || item->valid_until > now || is_lifted(*item, about)) continue;
    if (failure == nullptr || speaks_over(*item, *failure)) failure = item;
  }
  const Evidence* decides = nullptr;
  const Evidence* held = nullptr;  // the newest that held, valid or not
  for (const Evidence* item : about) {
    if (item->holds && (held == nullptr || item->established_at > held->established_at)) held = item;
    if (item->valid_until <= now || (item->holds && failure != nullptr && speaks_over(*failure, *item))) continue;
    if (decides == nullptr || speaks_over(*item, *decides)) decides = item;
  }
  if (decides != nullptr) return {decides->holds ? Verdict::holds : Verdict::fails, *decides};
  if (failure != nullptr) return {Verdict::failed_once, *failure};
  if (held != nullptr) return {Verdict::expired, *held};
  return {};
}

Standing standing(std::span<const Evidence> evidence, std::span<const Claim> claims, Instant now) {
  Standing together;
  for (const Claim& claim : claims) {
    Standing one = standing(evidence, claim, now);
    const bool first = &claim == claims.data();
    const bool graver = gravity(one.verdict) > gravity(together.verdict);
    const bool weaker = one.verdict == together.verdict && one.by && together.by && is_weaker(*one.by, *together.by);
    if (first || graver || weaker) together = std::move(one);
  }
  return together;
}

}  // namespace garde::evidence
