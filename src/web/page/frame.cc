#include "web/page/frame.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "web/page/assets.h"

namespace garde::web {
namespace {

struct SectionText {
  Section section;
  UrlLiteral address;
  std::string_view key;
};
constexpr std::array kSections = {
    SectionText{Section::questionnaire, "/questionnaire", "frame.section.questionnaire"},
    SectionText{Section::result, "/result", "frame.section.result"},
    SectionText{Section::plan, "/plan", "frame.section.plan"},
    SectionText{Section::backups, "/backups", "frame.section.backups"},
    SectionText{Section::contacts, "/contacts", "frame.section.contacts"},
    SectionText{Section::accesses, "/accesses", "frame.section.accesses"},
    SectionText{Section::provider, "/provider-request", "frame.section.provider"},
};

}  // namespace

Url asset_url(std::string_view name) { return Url::of("/assets") / assets_fingerprint() / name; }

const text::Catalogue& texts_of(const Visitor& visitor) { return visitor.practice.library().texts; }

std::string say(const Visitor& visitor, std::string_view key) { return texts_of(visitor).sentence(key); }
std::string say(const Visitor& visitor, const Message& message) { return texts_of(visitor).sentence(message); }

Head make_head(std::string title) {
  return {std::move(title), asset_url("garde.css"), asset_url("garde.js"), asset_url("icon.svg")};
}

Frame make_frame(const Visitor& visitor, Section section, std::string title) {
  Frame frame{make_head(std::move(title)), visitor.session.form_token, {}, ""};
  for (const SectionText& entry : kSections)
    frame.sections.push_back({Url::of(entry.address), say(visitor, entry.key), entry.section == section});
  if (!visitor.alarms) frame.alarms.push_back({Url::of("/backups"), say(visitor, "frame.alarms-unread"), ""});
  for (const OpenAlarm& alarm : visitor.alarms.value_or(std::vector<OpenAlarm>())) {
    const std::string day = text::long_day(visitor.practice.zone().day_of(alarm.opened_at));
    frame.alarms.push_back({Url::of("/backups/alarms") / alarm.id,
                            say(visitor, {"alarm.title", {{"day", day}, {"name", alarm.backup}}}),
                            say(visitor, "frame.alarm-open")});
  }
  return frame;
}

Reflexes make_reflexes(const Visitor& visitor) {
  Reflexes reflexes{{}, Url::parse(say(visitor, "reflex.link")).take()};
  for (const std::string_view reflex : {"preserve", "prioritise", "report"})
    reflexes.reflexes.push_back(
        {say(visitor, fmt::format("reflex.{}.name", reflex)), say(visitor, fmt::format("reflex.{}.text", reflex))});
  return reflexes;
}

}  // namespace garde::web
