#include "contacts/sheet.h"

#include <algorithm>
#include <span>

#include "crypto/digest.h"

namespace garde::contacts {
namespace {

// Every text with its length before it: two sheets that differ anywhere never give the same bytes.
class Said {
 public:
  void add(std::string_view text) {
    bytes_ += std::to_string(text.size());
    bytes_ += ':';
    bytes_ += text;
  }
  void add(const CallingStep& step) {
    for (const std::string& text : {step.who, step.role, step.hours, step.why, step.say, step.reference, step.url})
      add(text);
    if (!step.email.empty()) add(step.email);
    add(std::to_string(step.numbers.size()));
    for (const ContactPhone& number : step.numbers) {
      add(number.label);
      add(number.phone.dialled);
    }
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

std::string version_of(const Sheet& sheet) {
  Said said;
  said.add(sheet.practice);
  said.add(sheet.kit_address);
  for (const FirstStep& step : sheet.first_steps) {
    said.add(step.title);
    said.add(step.detail);
  }
  for (const SheetSituation& situation : sheet.situations) {
    said.add(situation.title);
    for (const CallingStep& step : situation.steps) said.add(step);
  }
  const auto digest = crypto::sha256(std::as_bytes(std::span(said.bytes())));
  // Without 0, 1, I, L, O and U: nothing to misread aloud.
  constexpr std::string_view kLetters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  constexpr std::size_t kLength = 5;
  std::string version;
  for (std::size_t i = 0; i < kLength; ++i) {
    const auto high = std::to_integer<std::size_t>(digest.bytes[2 * i]);
    const auto low = std::to_integer<std::size_t>(digest.bytes[2 * i + 1]);
    version += kLetters[(high * 256 + low) % kLetters.size()];
  }
  return version;
}

}  // namespace

Sheet make_sheet(const std::string& practice, const ContactBook& book, const Directory& directory) {
  Sheet sheet{practice, directory.first_steps, {}, book.kit_address, {}};
  for (const Situation& situation : directory.situations)
    sheet.situations.push_back({situation.id, situation.title, calling_order(book, directory, situation.id)});
  GARDE_CHECK(!sheet.situations.empty());
  sheet.version = version_of(sheet);
  return sheet;
}

const CallingStep* first_to_call(const Sheet& sheet) {
  const std::vector<CallingStep>& steps = sheet.situations.front().steps;
  const auto found =
      std::ranges::find_if(steps, [](const CallingStep& step) { return !step.is_public && !step.numbers.empty(); });
  return found == steps.end() ? nullptr : &*found;
}

}  // namespace garde::contacts
