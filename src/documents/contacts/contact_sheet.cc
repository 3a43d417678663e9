#include "documents/contacts/contact_sheet.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/enumerators.h"
#include "documents/contacts/contact_sheet_layout.h"
#include "pdf/pdf.h"
#include "text/french.h"

namespace garde::documents {
namespace {

using contacts::CallingStep;
using contacts::Sheet;
using contacts::SheetSituation;
using pdf::Face;
using pdf::Tone;

// The first of the situation that get a line of their own: those one calls, then the one that is a site.
std::vector<CallingStep> in_large(const SheetSituation& situation, std::size_t most) {
  std::vector<CallingStep> large;
  std::optional<CallingStep> site;
  for (const CallingStep& step : situation.steps) {
    if (step.is_public && !site && step.numbers.empty()) site = step;
    if (!step.is_public && large.size() + 1 < most) large.push_back(step);
  }
  if (site) large.push_back(*site);
  return large;
}

std::vector<CallingStep> the_others(const SheetSituation& situation, const std::vector<CallingStep>& shown) {
  std::vector<CallingStep> others;
  for (const CallingStep& step : situation.steps)
    if (std::ranges::find(shown, step) == shown.end()) others.push_back(step);
  return others;
}

// "17cyber.gouv.fr"
std::string host_of(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  if (url.starts_with("www.")) url.remove_prefix(4);
  return std::string(url.substr(0, url.find('/')));
}

std::string main_line(const CallingStep& step) {
  if (!step.numbers.empty()) return contacts::unbroken(step.numbers.front().phone);
  return step.email.empty() ? host_of(step.url) : step.email;
}

std::string qr_of(const CallingStep& step) {
  if (!step.numbers.empty()) return contacts::tel_uri(step.numbers.front().phone);
  return step.email.empty() ? step.url : "mailto:" + step.email;
}

class SheetPages {
 public:
  SheetPages(const Sheet& sheet, Date printed_on, const text::Catalogue& texts)
      : sheet_(sheet), printed_on_(printed_on), texts_(texts) {}

  std::vector<pdf::Sheet> wall(double scale) const;
  std::vector<pdf::Sheet> wallet() const;
  std::vector<pdf::Sheet> large() const;
  std::string title() const { return say("contacts.sheet.title"); }

 private:
  std::string say(std::string_view key) const { return texts_.sentence(key); }
  std::string version_line() const {
    return texts_.sentence(
        {"contacts.sheet.version", {{"version", sheet_.version}, {"day", text::long_day(printed_on_)}}});
  }
  std::string qr_name(const CallingStep& step) const {
    return texts_.sentence({step.numbers.empty() ? "contacts.sheet.qr-open" : "contacts.sheet.qr-call",
                            {{"who", step.is_missing() ? step.role : step.who}}});
  }
  // Hours, reference, what to say: what there is, on one line.
  std::string details(const CallingStep& step) const {
    std::vector<std::string> parts;
    for (std::size_t i = 1; i < step.numbers.size(); ++i) {
      const contacts::ContactPhone& number = step.numbers[i];
      parts.push_back(number.label.empty()
                          ? contacts::unbroken(number.phone)
                          : fmt::format("{}\u00A0: {}", number.label, contacts::unbroken(number.phone)));
    }
    for (const std::string& part : {step.hours, step.reference})
      if (!part.empty()) parts.push_back(part);
    return fmt::format("{}", fmt::join(parts, " · "));
  }
  void call_row(Drawing& page, double y, double height, std::size_t rank, const CallingStep& step) const;
  pdf::Blocks column(const std::string& title, const std::vector<CallingStep>& steps) const;
  void wallet_card(Drawing& page, double y) const;
  void large_calls(std::vector<pdf::Sheet>& pages, const SheetSituation& situation) const;

  const Sheet& sheet_;
  Date printed_on_;
  const text::Catalogue& texts_;
};

// A rank, who, the number as large as it can be, and a code to call it.
void SheetPages::call_row(Drawing& page, double y, double height, std::size_t rank, const CallingStep& step) const {
  constexpr double kQr = 26;
  page.rule(10, y, 190, 0.35);
  page.rank({10, y + 3, 11, 11}, rank, 24);
  const std::string who = step.is_missing() ? say("contacts.sheet.to-fill") : step.who;
  page.text({24, y + 2.2, 146, 8},
            {.text = step.is_public ? pdf::bold(who) : pdf::bold(step.role + "   ") + pdf::Text(who),
             .largest = {15},
             .smallest = {8}});
  if (step.is_missing()) {
    page.rule(24, y + height - 8, 146, 0.5);
  } else {
    page.text({24, y + 8.4, 146, height - 16},
              {.text = main_line(step), .largest = {46}, .smallest = {14}, .face = Face::bold}, pdf::Stand::middle);
    const std::string small_print = details(step);
    const std::string say_line =
        step.say.empty() ? step.why : texts_.sentence({"contacts.quoted", {{"say", step.say}}});
    page.text(
        {24, y + height - 8.6, 146, 8.2},
        {.text = small_print.empty() ? say_line : small_print + "\n" + say_line, .largest = {10.5}, .smallest = {7}},
        pdf::Stand::middle);
    if (const std::string content = qr_of(step); !content.empty())
      page.qr(200 - kQr, y + (height - kQr) / 2, kQr, content, qr_name(step));
  }
}

// A short list for a situation, as far as it goes.
pdf::Blocks SheetPages::column(const std::string& title, const std::vector<CallingStep>& steps) const {
  pdf::Blocks blocks = {pdf::Heading{.level = 3, .text = title}};
  std::size_t rank = 0;
  for (const CallingStep& step : steps) {
    pdf::Text line = pdf::bold(fmt::format("{}. ", ++rank));
    line = line + pdf::Text(step.is_missing() || step.is_public ? step.role : step.who);
    if (const std::string number = main_line(step); !number.empty()) line = line + pdf::Text(" ") + pdf::bold(number);
    blocks.push_back(pdf::Paragraph{.text = line, .prominence = pdf::Prominence::small});
  }
  return blocks;
}

std::vector<pdf::Sheet> SheetPages::wall(double scale) const {
  constexpr std::size_t kLarge = 4;
  Drawing page(scale);
  page.band({0, 0, 210, 24});
  page.text({10, 3, sheet_.practice.empty() ? 190.0 : 128.0, 18},
            {.text = title(), .largest = {34}, .smallest = {14}, .face = Face::bold, .tone = kOnBlack, .heading = 1},
            pdf::Stand::middle);
  if (!sheet_.practice.empty())
    page.text({140, 3, 60, 18},
              {.text = sheet_.practice, .largest = {13}, .smallest = {6}, .tone = kOnBlack, .align = pdf::Align::end},
              pdf::Stand::middle);

  // Without the network, the phone kit opens from its own code.
  const bool kit = !sheet_.kit_address.empty();
  const double width = kit ? 152 : 190;
  page.text(
      {10, 27, width, 8.5},
      {.text = say("contacts.sheet.first-steps"), .largest = {17}, .smallest = {9}, .face = Face::bold, .heading = 2},
      pdf::Stand::middle);
  double y = 37;
  constexpr double kStep = 11.6;
  for (std::size_t i = 0; i < sheet_.first_steps.size(); ++i) {
    page.rank({10, y, 9.5, 9.5}, i + 1, 20);
    page.text({23, y - 0.6, 0.54 * (width - 13), 10.5},
              {.text = sheet_.first_steps[i].title, .largest = {23}, .smallest = {10}, .face = Face::bold},
              pdf::Stand::middle);
    page.text({23 + 0.55 * (width - 13), y - 0.6, 0.45 * (width - 13), 10.5},
              {.text = sheet_.first_steps[i].detail, .largest = {12.5}, .smallest = {7}}, pdf::Stand::middle);
    y += kStep;
  }
  if (kit) {
    page.qr(166, 38, 34, sheet_.kit_address, say("contacts.sheet.qr-kit"));
    page.text({166, 73, 34, 9},
              {.text = say("contacts.sheet.qr-kit"), .largest = {9}, .smallest = {6}, .align = pdf::Align::centre});
  }

  y += 2.5;
  const SheetSituation& first = sheet_.situations.front();
  page.text(
      {10, y, 190, 8.5},
      {.text = say("contacts.sheet.then-call"), .largest = {17}, .smallest = {9}, .face = Face::bold, .heading = 2},
      pdf::Stand::middle);
  y += 10;
  const std::vector<CallingStep> large = in_large(first, kLarge);
  constexpr double kRow = 32;
  for (std::size_t i = 0; i < large.size(); ++i) {
    call_row(page, y, kRow, i + 1, large[i]);
    y += kRow;
  }
  page.rule(10, y, 190, 0.35);
  y += 3;

  std::vector<std::pair<std::string, std::vector<CallingStep>>> lists;
  if (const auto others = the_others(first, large); !others.empty())
    lists.emplace_back(say("contacts.sheet.also"), others);
  for (std::size_t i = 1; i < sheet_.situations.size(); ++i)
    lists.emplace_back(sheet_.situations[i].title, sheet_.situations[i].steps);
  const double column_width = (190 - 5.0 * static_cast<double>(lists.size() - 1)) / static_cast<double>(lists.size());
  for (std::size_t i = 0; i < lists.size(); ++i)
    page.blocks({10 + static_cast<double>(i) * (column_width + 5), y, column_width, 286 - y},
                column(lists[i].first, lists[i].second), 1.2, 0.45);
  page.text({10, 288, 190, 5}, {.text = version_line(), .largest = {9}, .smallest = {6}, .tone = Tone::muted});
  return {std::move(page).finish()};
}

void SheetPages::wallet_card(Drawing& page, double y) const {
  constexpr double kWidth = 85.6;
  constexpr double kHeight = 53.98;
  constexpr double kLeft = (210 - 2 * kWidth) / 2;
  constexpr double kRight = kLeft + kWidth;
  page.border({kLeft, y, kWidth, kHeight});
  page.border({kRight, y, kWidth, kHeight});
  page.band({kLeft, y, kWidth, 9});
  page.text({kLeft + 4, y + 0.5, kWidth - 8, 8},
            {.text = title(), .largest = {13}, .smallest = {7}, .face = Face::bold, .tone = kOnBlack},
            pdf::Stand::middle);
  double top = y + 11;
  for (std::size_t i = 0; i < sheet_.first_steps.size(); ++i) {
    page.rank({kLeft + 4, top + 0.3, 5.4, 5.4}, i + 1, 9.5);
    page.text({kLeft + 11.5, top - 0.2, kWidth - 15.5, 3.9},
              {.text = sheet_.first_steps[i].title, .largest = {9.5}, .smallest = {6}, .face = Face::bold},
              pdf::Stand::middle);
    page.text({kLeft + 11.5, top + 3.5, kWidth - 15.5, 3.1},
              {.text = sheet_.first_steps[i].detail, .largest = {7}, .smallest = {5}}, pdf::Stand::middle);
    top += 7.6;
  }
  page.text({kLeft + 4, y + kHeight - 4.2, kWidth - 8, 3},
            {.text = version_line(), .largest = {5.5}, .smallest = {4}, .tone = Tone::muted});

  constexpr double kQr = 22;
  const std::vector<CallingStep> calls = in_large(sheet_.situations.front(), 4);
  page.text({kRight + 4, y + 2.2, kWidth - 8, 5},
            {.text = say("contacts.sheet.then-call"), .largest = {9.5}, .smallest = {6}, .face = Face::bold},
            pdf::Stand::middle);
  top = y + 8;
  const double row = (kHeight - 10.5) / static_cast<double>(std::max<std::size_t>(calls.size(), 1));
  for (const CallingStep& step : calls) {
    const double width = top < y + kQr + 6 ? kWidth - 10 - kQr : kWidth - 8;  // beside the code, or below it
    page.rule(kRight + 4, top, width, 0.2);
    const std::string who =
        step.is_missing() || step.is_public ? step.role : fmt::format("{} · {}", step.role, step.who);
    page.text({kRight + 4, top + 0.7, width, 3.4}, {.text = who, .largest = {7}, .smallest = {4.5}},
              pdf::Stand::middle);
    if (step.is_missing())
      page.rule(kRight + 4, top + row - 1.6, width, 0.3);
    else
      page.text({kRight + 4, top + 3.7, width, row - 4.6},
                {.text = main_line(step), .largest = {17}, .smallest = {6}, .face = Face::bold}, pdf::Stand::middle);
    top += row;
  }
  const CallingStep* first = contacts::first_to_call(sheet_);
  const CallingStep& coded = first != nullptr ? *first
                             : calls.empty()  ? sheet_.situations.front().steps.front()
                                              : calls.back();
  if (const std::string content = qr_of(coded); !content.empty())
    page.qr(kRight + kWidth - kQr - 2.5, y + 8.6, kQr, content, qr_name(coded));
}

std::vector<pdf::Sheet> SheetPages::wallet() const {
  constexpr int kCards = 5;
  constexpr double kFirst = 15;
  Drawing page(1);
  page.text({19.4, 5, 171.2, 8},
            {.text = say("contacts.sheet.cut-and-fold"), .largest = {10}, .smallest = {7}, .tone = Tone::muted},
            pdf::Stand::middle);
  for (int i = 0; i < kCards; ++i) wallet_card(page, kFirst + i * 54.8);
  return {std::move(page).finish()};
}

void SheetPages::large_calls(std::vector<pdf::Sheet>& pages, const SheetSituation& situation) const {
  constexpr std::size_t kPerPage = 4;
  for (std::size_t start = 0; start < situation.steps.size(); start += kPerPage) {
    Drawing page(1);
    page.band({0, 0, 210, 26});
    page.text({10, 3, 190, 20},
              {.text = situation.title,
               .largest = {28},
               .smallest = {18},
               .face = Face::bold,
               .tone = kOnBlack,
               .heading = 2},
              pdf::Stand::middle);
    const std::size_t end = std::min(start + kPerPage, situation.steps.size());
    for (std::size_t i = start; i < end; ++i) {
      const CallingStep& step = situation.steps[i];
      const double y = 31 + 62.5 * static_cast<double>(i - start);
      page.rank({10, y + 1, 15, 15}, i + 1, 34);
      page.text({30, y, 170, 17},
                {.text = step.is_missing() || step.is_public ? step.role : fmt::format("{}\n{}", step.who, step.role),
                 .largest = {22},
                 .smallest = {16},
                 .face = Face::bold},
                pdf::Stand::middle);
      if (step.is_missing())
        page.rule(30, y + 34, 170, 0.6);
      else
        page.text({30, y + 18, 170, 24},
                  {.text = main_line(step), .largest = {62}, .smallest = {24}, .face = Face::bold}, pdf::Stand::middle);
      page.text({30, y + 43, 170, 15}, {.text = step.say.empty() || step.is_missing()
                                                    ? step.why
                                                    : texts_.sentence({"contacts.quoted", {{"say", step.say}}}),
                                        .largest = {18},
                                        .smallest = {14}});
      page.rule(10, y + 60, 190, 0.35);
    }
    page.text({10, 285, 190, 7}, {.text = version_line(), .largest = {14}, .smallest = {10}});
    pages.push_back(std::move(page).finish());
  }
}

std::vector<pdf::Sheet> SheetPages::large() const {
  std::vector<pdf::Sheet> pages;
  Drawing page(1);
  page.band({0, 0, 210, 36});
  page.text({10, 4, 190, 28},
            {.text = title(), .largest = {44}, .smallest = {24}, .face = Face::bold, .tone = kOnBlack, .heading = 1},
            pdf::Stand::middle);
  page.text(
      {10, 40, 190, 14},
      {.text = say("contacts.sheet.first-steps"), .largest = {28}, .smallest = {18}, .face = Face::bold, .heading = 2},
      pdf::Stand::middle);
  const double row = 226.0 / static_cast<double>(std::max<std::size_t>(sheet_.first_steps.size(), 1));
  for (std::size_t i = 0; i < sheet_.first_steps.size(); ++i) {
    const double y = 58 + row * static_cast<double>(i);
    page.rank({10, y + 2, 18, 18}, i + 1, 40);
    page.text({34, y, 166, row * 0.46},
              {.text = sheet_.first_steps[i].title, .largest = {36}, .smallest = {20}, .face = Face::bold},
              pdf::Stand::middle);
    page.text({34, y + row * 0.46, 166, row * 0.42},
              {.text = sheet_.first_steps[i].detail, .largest = {24}, .smallest = {16}});
  }
  page.text({10, 285, 190, 7}, {.text = version_line(), .largest = {14}, .smallest = {10}});
  pages.push_back(std::move(page).finish());
  for (const SheetSituation& situation : sheet_.situations) large_calls(pages, situation);
  return pages;
}

}  // namespace

std::string_view name(SheetFormat format) {
  switch (format) {
    case SheetFormat::a4: return "a4";
    case SheetFormat::a5: return "a5";
    case SheetFormat::wallet: return "wallet";
    case SheetFormat::large: return "large";
  }
  fail_check("a SheetFormat outside its enum", __FILE__, __LINE__);
}

std::optional<SheetFormat> parse_sheet_format(std::string_view text) { return parse_enumerator<SheetFormat>(text); }

Result<std::string> contact_sheet_pdf(const Sheet& sheet, SheetFormat format, Date printed_on,
                                      const text::Catalogue& texts) {
  constexpr double kA5Scale = 148.0 / 210;
  const SheetPages pages(sheet, printed_on, texts);
  pdf::Document document{.title = pages.title(), .author = sheet.practice, .date = printed_on};
  // Black on white: it is photocopied.
  document.theme.ink = {0, 0, 0};
  document.theme.accent = {0xFF, 0xFF, 0xFF};  // kOnBlack
  document.theme.muted = {0x33, 0x33, 0x33};
  switch (format) {
    case SheetFormat::a4: document.sheets = pages.wall(1); break;
    case SheetFormat::a5:
      document.format = pdf::kA5;
      document.sheets = pages.wall(kA5Scale);
      break;
    case SheetFormat::wallet: document.sheets = pages.wallet(); break;
    case SheetFormat::large: document.sheets = pages.large(); break;
  }
  pdf::Rendered rendered = TRY(pdf::render(document));
  return std::move(rendered.bytes);
}

Result<bool> can_be_printed(std::string_view text) { return pdf::can_draw(text); }

}  // namespace garde::documents
