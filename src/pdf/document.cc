#include "pdf/document.h"

#include <iterator>
#include <utility>

namespace garde::pdf {
namespace {

Text with(Text text, auto change) {
  for (Run& run : text.runs) change(run);
  return text;
}

}  // namespace

Blocks::Blocks() = default;
Blocks::Blocks(std::initializer_list<Block> blocks) : vector(blocks) {}
Blocks::Blocks(const Blocks&) = default;
Blocks::Blocks(Blocks&&) noexcept = default;
Blocks& Blocks::operator=(const Blocks&) = default;
Blocks& Blocks::operator=(Blocks&&) noexcept = default;
Blocks::~Blocks() = default;

Text operator+(Text before, const Text& after) {
  before.runs.insert(before.runs.end(), after.runs.begin(), after.runs.end());
  return before;
}

Text bold(Text text) {
  return with(std::move(text), [](Run& run) { run.face = Face::bold; });
}
Text semibold(Text text) {
  return with(std::move(text), [](Run& run) { run.face = Face::semibold; });
}
Text italic(Text text) {
  return with(std::move(text), [](Run& run) { run.face = Face::italic; });
}
Text small(Text text) {
  return with(std::move(text), [](Run& run) { run.size = Size::small; });
}
Text muted(Text text) {
  return with(std::move(text), [](Run& run) { run.tone = Tone::muted; });
}
Text accented(Text text) {
  return with(std::move(text), [](Run& run) { run.tone = Tone::accent; });
}
Text link(Text text, const std::string& uri) {
  return with(std::move(text), [&](Run& run) { run.uri = uri; });
}

Theme scaled(const Theme& theme, double factor) {
  Theme result = theme;
  for (TypeSize Theme::* type :
       {&Theme::body, &Theme::small, &Theme::lead, &Theme::title, &Theme::section, &Theme::topic}) {
    (result.*type).size.value *= factor;
    (result.*type).leading.value *= factor;
  }
  for (Points Theme::* space : {&Theme::paragraph_gap, &Theme::item_gap, &Theme::block_gap, &Theme::section_gap,
                                &Theme::indent, &Theme::padding})
    (result.*space).value *= factor;
  return result;
}

}  // namespace garde::pdf
