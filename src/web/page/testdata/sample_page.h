// The view structs of testdata/templates.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/message.h"
#include "web/page/url.h"

namespace garde::web {

struct SampleFrame {
  std::string title;
};

struct SampleStep {
  Id<struct SampleStepTag> id;
  std::string name;
  bool is_done = false;
  std::optional<std::string> note;
};

struct SampleWarning {
  Message reason;
};

struct SamplePage {
  SampleFrame frame;
  std::string owner;
  unsigned minutes = 0;
  Url website;
  std::string search;
  std::optional<SampleWarning> warning;
  std::vector<SampleStep> steps;
};

}  // namespace garde::web
