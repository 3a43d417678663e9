#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/layers.h"

namespace garde::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kLayers = R"(# remark
base:                    # values
evidence: base
plan:     base evidence  # actions
web:      base plan
<fmt/          *
<boost/        nobody
<boost/asio    web
<sqlite3.h>    plan
<gtest/        tests
"web/templates.h"   generated
)";

// A tree that follows the rules, which each test breaks in one place.
SourceFiles sound_tree() {
  return {
      {"main.cc", "#include \"web/web.h\"\n#include <sqlite3.h>\n"},
      {"base/result.h", "#include <string>\n#include <fmt/format.h>\n"},
      {"base/result.cc", "#include \"base/result.h\"\n"},
      {"evidence/evidence.h", "#include \"base/result.h\"\n"},
      {"plan/plan.h", "  #  include \"evidence/evidence.h\"\n#include <sqlite3.h>\n"},
      {"plan/plan.cc", "// about\n\n#include \"plan/plan.h\"\n\n#include <vector>\n"},
      {"plan/plan_test.cc", "#include <gtest/gtest.h>\n\n#include \"plan/plan.h\"\n"},
      {"web/web.h", "#include \"plan/plan.h\"\n#include \"web/templates.h\"\n#include <boost/asio/io_context.hpp>\n"}};
}

std::vector<std::string> findings_in(const SourceFiles& files, std::string_view layers_text = kLayers) {
  std::vector<LayerFinding> findings;
  const Layers layers = Layers::parse(layers_text, findings);
  check_layers(layers, files, findings);
  std::vector<std::string> lines;
  for (const LayerFinding& finding : findings)
    lines.push_back(finding.file + ":" + std::to_string(finding.line) + ": " + finding.text);
  return lines;
}

std::vector<std::string> findings_with(const std::string& path, const std::string& source) {
  SourceFiles files = sound_tree();
  files[path] = source;
  return findings_in(files);
}

TEST(CheckLayers, FindNothingInATreeThatFollowsThem) { EXPECT_THAT(findings_in(sound_tree()), IsEmpty()); }

TEST(CheckLayers, FindAnIncludeAgainstTheOrder) {
  EXPECT_THAT(findings_with("evidence/evidence.h", "\n#include \"plan/plan.h\"\n"),
              ElementsAre("evidence/evidence.h:2: evidence may not include plan"));
}

TEST(CheckLayers, FindAnIncludeThatSkipsALayerNotNamed) {
  EXPECT_THAT(findings_with("web/web.h", "#include \"evidence/evidence.h\"\n"),
              ElementsAre("web/web.h:1: web may not include evidence"));
}

TEST(CheckLayers, HoldTestsToTheSameFolders) {
  EXPECT_THAT(findings_with("base/result_test.cc", "#include \"plan/plan.h\"\n"),
              ElementsAre("base/result_test.cc:1: base may not include plan"));
}

TEST(CheckLayers, FindAnIncludeOfWhatIsNotThere) {
  EXPECT_THAT(
      findings_with("plan/plan.h", "#include \"evidence.h\"\n#include\"../base/result.h\"\n"),
      ElementsAre("plan/plan.h:1: there is no src/evidence.h", "plan/plan.h:2: there is no src/../base/result.h"));
}

TEST(CheckLayers, FindALibraryOutsideItsFolder) {
  EXPECT_THAT(findings_with("web/web.h", "#include <sqlite3.h>\n"),
              ElementsAre("web/web.h:1: <sqlite3.h> may be included by plan only"));
  EXPECT_THAT(findings_with("plan/plan.h", "#include <gtest/gtest.h>\n"),
              ElementsAre("plan/plan.h:1: <gtest/gtest.h> may be included by tests only"));
}

TEST(CheckLayers, TakeTheLongestStartOfALibrary) {
  EXPECT_THAT(findings_with("web/web.h", "#include <boost/json.hpp>\n"),
              ElementsAre("web/web.h:1: <boost/json.hpp> may be included by nobody only"));
}

TEST(CheckLayers, FindALibraryNobodyHasDecidedAbout) {
  EXPECT_THAT(findings_with("plan/plan.h", "#include <unistd.h>\n#include <string>\n"),
              ElementsAre("plan/plan.h:1: layers.txt does not say who may include <unistd.h>"));
}

TEST(CheckLayers, FindAnOwnHeaderThatIsNotFirst) {
  EXPECT_THAT(findings_with("plan/plan.cc", "#include <vector>\n#include \"plan/plan.h\"\n"),
              ElementsAre("plan/plan.cc:1: \"plan/plan.h\" is included first"));
  EXPECT_THAT(findings_with("plan/plan.cc", "int x;\n"),
              ElementsAre("plan/plan.cc:1: \"plan/plan.h\" is included first"));
}

TEST(CheckLayers, FindAFolderOrAFileOutsideTheTable) {
  EXPECT_THAT(findings_with("util/util.h", ""),
              ElementsAre("util/util.h:1: the folder util has no line in layers.txt"));
  EXPECT_THAT(findings_with("extra.cc", ""), ElementsAre("extra.cc:1: only main.cc lies beside the folders"));
}

TEST(CheckLayers, FindAGeneratedHeaderThatWasCommitted) {
  EXPECT_THAT(findings_with("web/templates.h", ""), ElementsAre("web/templates.h:1: is generated, and lies in src"));
}

TEST(CheckLayers, FindATableThatCouldHoldACycle) {
  EXPECT_THAT(findings_in({}, "a: b\nb: a\nc: c\n"),
              ElementsAre("layers.txt:1: b is not on a line above a", "layers.txt:3: c is not on a line above c"));
}

TEST(CheckLayers, KeepASubjectOutOfItsNeighbour) {
  constexpr std::string_view kSubjects = "base:\nactions/plan: base\nactions/incident: base\nweb: actions/*\n";
  const std::string plan = "#pragma once\n";
  EXPECT_THAT(findings_in({{"actions/plan/plan.h", plan},
                           {"actions/plan/testing/sample.h", "#include \"actions/plan/plan.h\"\n"},
                           {"actions/incident/incident.h", "#include \"actions/plan/plan.h\"\n"},
                           {"web/routes.h", "#include \"actions/plan/plan.h\"\n"},
                           {"actions/loose.h", ""}},
                          kSubjects),
              ElementsAre("actions/incident/incident.h:1: actions/incident may not include actions/plan",
                          "actions/loose.h:1: the folder actions has no line in layers.txt"));
  EXPECT_THAT(findings_in({}, "web: actions/*\n"), ElementsAre("layers.txt:1: actions/* is not on a line above web"));
}

TEST(CheckLayers, LetASubFolderUseALibraryOfItsParentsFolders) {
  constexpr std::string_view kSubjects = "web/plan:\nstorage:\n<fmt/ web/*\n";
  EXPECT_THAT(
      findings_in({{"web/plan/plan.h", "#include <fmt/format.h>\n"}, {"storage/store.h", "#include <fmt/format.h>\n"}},
                  kSubjects),
      ElementsAre("storage/store.h:1: <fmt/format.h> may be included by web/* only"));
}

TEST(CheckLayers, FindLinesThatAreNotOfTheTable) {
  EXPECT_THAT(findings_in({}, "a:\na:\nplan base\n<x\n<fmt/ a\n<fmt/ *\n\"web/x.h\" made\n"),
              ElementsAre("layers.txt:2: a has two lines", "layers.txt:3: expected 'folder: folders'",
                          "layers.txt:4: nobody may include <x", "layers.txt:6: <fmt/ has two lines",
                          "layers.txt:7: expected \"folder/name.h\" generated"));
}

}  // namespace
}  // namespace garde::tools
