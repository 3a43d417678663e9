#include "pdf/text.h"

namespace garde::pdf {
namespace {

Text with(Text text, auto change) {
  for (Run& run : text.runs) change(run);
  return text;
}

}  // namespace

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

}  // namespace garde::pdf
