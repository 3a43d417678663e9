#include "documents/contacts/contact_phone_page.h"

#include <algorithm>
#include <span>

#include "base/resource.h"
#include "text/french.h"

namespace garde::documents {

std::span<const Resource> phone_page_files();

namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

// The pieces of phone_page/; their values are HTML already.
std::string piece(std::string_view file, const Values& values) {
  const auto files = phone_page_files();
  const auto found = std::ranges::find(files, file, &Resource::path);
  GARDE_CHECK(found != files.end());
  const std::string_view pattern(reinterpret_cast<const char*>(found->bytes.data()), found->bytes.size());
  return text::fill(pattern, values);
}

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      default: html += c;
    }
  }
  return html;
}

class PhonePage {
 public:
  PhonePage(const contacts::Sheet& sheet, Date day, const text::Catalogue& texts)
      : sheet_(sheet), day_(day), texts_(texts) {}

  std::string make() const {
    std::string links;
    std::string steps;
    std::string situations;
    for (const contacts::FirstStep& step : sheet_.first_steps)
      steps += piece("step.htm", {{"title", escaped(step.title)}, {"detail", escaped(step.detail)}});
    for (const contacts::SheetSituation& situation : sheet_.situations) {
      const Values heading = {{"id", situation.id.text()}, {"title", escaped(situation.title)}};
      links += piece("link.htm", heading);
      Values values = heading;
      values.emplace_back("calls", calls(situation));
      situations += piece("situation.htm", values);
    }
    const Message version{"contacts.sheet.version", {{"version", sheet_.version}, {"day", text::long_day(day_)}}};
    return piece("page.htm", {{"title", say("contacts.sheet.title")},
                              {"style", piece("style.css", {})},
                              {"practice", escaped(sheet_.practice)},
                              {"situations-name", say("contacts.sheet.situations")},
                              {"links", links},
                              {"first-steps-title", say("contacts.sheet.first-steps")},
                              {"first-steps", steps},
                              {"situations", situations},
                              {"version", escaped(texts_.sentence(version))}});
  }

 private:
  std::string say(std::string_view key) const { return escaped(texts_.sentence(key)); }

  std::string calls(const contacts::SheetSituation& situation) const {
    std::string html;
    for (const contacts::CallingStep& step : situation.steps) {
      // A line to fill by hand is for paper.
      if (step.is_missing()) continue;
      std::string numbers;
      for (const contacts::ContactPhone& number : step.numbers)
        numbers += piece("number.htm", {{"address", escaped(contacts::tel_uri(number.phone))},
                                        {"shown", escaped(contacts::unbroken(number.phone))},
                                        {"label", escaped(number.label)}});
      if (!step.email.empty())
        numbers += piece("number.htm",
                         {{"address", escaped("mailto:" + step.email)}, {"shown", escaped(step.email)}, {"label", ""}});
      if (!step.url.empty())
        numbers += piece("number.htm",
                         {{"address", escaped(step.url)}, {"shown", say("contacts.sheet.open-site")}, {"label", ""}});
      std::string why = step.why;
      for (const std::string& part : {step.hours, step.reference})
        if (!part.empty()) why += " · " + part;
      if (!step.say.empty()) why += " · " + texts_.sentence({"contacts.quoted", {{"say", step.say}}});
      html += piece("call.htm", {{"role", escaped(step.is_public ? "" : step.role)},
                                 {"who", escaped(step.who)},
                                 {"numbers", numbers},
                                 {"why", escaped(why)}});
    }
    return html;
  }

  const contacts::Sheet& sheet_;
  Date day_;
  const text::Catalogue& texts_;
};

}  // namespace

std::string contact_phone_page(const contacts::Sheet& sheet, Date day, const text::Catalogue& texts) {
  return PhonePage(sheet, day, texts).make();
}

}  // namespace garde::documents
