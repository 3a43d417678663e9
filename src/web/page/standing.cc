#include "web/page/standing.h"

namespace garde::web {

std::string standing_note(const Visitor& visitor, const evidence::Standing& standing) {
  if (!standing.by) return "";
  const text::Zone zone = visitor.practice.zone();
  const std::string since = text::long_day(zone.day_of(standing.by->established_at));
  const std::string until = text::long_day(zone.day_of(standing.by->valid_until));
  switch (standing.verdict) {
    case evidence::Verdict::holds: return say(visitor, {"plan.step.holds", {{"since", since}, {"until", until}}});
    case evidence::Verdict::fails: return say(visitor, {"plan.step.fails", {{"since", since}}});
    case evidence::Verdict::expired: return say(visitor, {"plan.step.expired", {{"since", since}, {"until", until}}});
    case evidence::Verdict::failed_once: return say(visitor, {"plan.step.failed-once", {{"since", since}}});
    case evidence::Verdict::never_shown: return "";
  }
  fail_check("a Verdict outside its enum", __FILE__, __LINE__);
}

}  // namespace garde::web
