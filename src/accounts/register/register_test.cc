#include "accounts/register/register.h"

#include <gtest/gtest.h>

#include "accounts/register/departure.h"
#include "accounts/register/recovery_graph.h"
#include "accounts/register/testing/sample_register.h"

namespace garde::accounts {
namespace {

using testing::sample_register;

std::string label(const Register& sample, const RecoveryNode& node) {
  return node.access ? sample.find(*node.access)->label : node.other;
}

std::vector<std::string> labels(const Register& sample, const RecoveryGraph& graph,
                                const std::vector<std::size_t>& nodes) {
  std::vector<std::string> all;
  for (const std::size_t node : nodes) all.push_back(label(sample, graph.nodes[node]));
  return all;
}

TEST(EssentialTools, AreAlwaysThereInTheOrderOfThePlan) {
  Register empty;
  add_essential_tools(empty);
  ASSERT_EQ(empty.tools.size(), 4U);
  EXPECT_EQ(empty.tools[0].id.text(), "business-software");
  EXPECT_EQ(empty.tools[3].known, ToolId::of("ameli-pro"));
  const Register sample = sample_register();
  EXPECT_EQ(sample.tools.size(), 5U);
  EXPECT_EQ(sample.tools.back().name, "Forum");
}

TEST(RecoveryGraph, SaysWhatFallsWithEachThing) {
  const Register sample = sample_register();
  const RecoveryGraph graph = recovery_graph(sample);
  ASSERT_EQ(graph.nodes.size(), 7U);  // six accounts and the phone
  EXPECT_EQ(labels(sample, graph, graph.nodes[0].falls), (std::vector<std::string>{"ameli", "agenda"}));
  EXPECT_EQ(labels(sample, graph, graph.nodes[6].falls),
            (std::vector<std::string>{"mailbox", "ameli", "agenda", "own-mail", "forum"}));
  EXPECT_EQ(labels(sample, graph, single_points(graph)), (std::vector<std::string>{"téléphone du cabinet", "mailbox"}));
  EXPECT_TRUE(graph.nodes[0].only_way);   // of ameli
  EXPECT_TRUE(graph.nodes[6].only_way);   // of the mailbox
  EXPECT_FALSE(graph.nodes[3].only_way);  // the software opens nothing
}

TEST(RecoveryGraph, PutsWhatOpensBeforeWhatIsOpened) {
  const Register sample = sample_register();
  const RecoveryGraph graph = recovery_graph(sample);
  for (const RecoveryNode& node : graph.nodes)
    for (const std::size_t opened : node.opens) EXPECT_LT(node.column, graph.nodes[opened].column);
  EXPECT_EQ(graph.columns, 3U);
}

TEST(RecoveryGraph, BearsCirclesAndAccountsThatAreGone) {
  Register sample = sample_register();
  sample.accesses[0].recoveries = {{AccessId::of("ameli"), ""}};  // each opens the other
  sample.accesses[1].recoveries.push_back({AccessId::of("gone"), ""});
  sample.accesses[3].recoveries = {{AccessId::of("software"), ""}};  // itself
  const RecoveryGraph graph = recovery_graph(sample);
  EXPECT_EQ(labels(sample, graph, graph.nodes[0].falls), (std::vector<std::string>{"ameli", "agenda"}));
  EXPECT_EQ(labels(sample, graph, graph.nodes[1].falls), (std::vector<std::string>{"mailbox", "agenda"}));
  EXPECT_TRUE(graph.nodes[3].opens.empty());
  EXPECT_LE(graph.columns, 6U);
}

std::vector<std::string> departure_of(const Register& sample, std::string_view person) {
  std::vector<std::string> lines;
  for (const DepartureStep& step : departure_steps(sample, PersonId::parse(person).value())) {
    std::string line(name(step.task));
    if (step.access) line += " " + step.access->text();
    if (step.through) line += " through " + step.through->text();
    lines.push_back(std::move(line));
  }
  return lines;
}

TEST(Departure, BeginsWithWhatOpensMost) {
  EXPECT_EQ(departure_of(sample_register(), "rose"),
            (std::vector<std::string>{"change-password mailbox", "replace-recovery forum through own-mail",
                                      "close-account own-mail", "close-account agenda", "take-card-back"}));
}

TEST(Departure, ClosesNothingOfSomebodyWhoHasNothing) {
  Register sample = sample_register();
  sample.people.push_back({.id = PersonId::of("lise"), .name = "Lise", .role = "", .card = Card::none, .left_on = {}});
  EXPECT_TRUE(departure_of(sample, "lise").empty());
  EXPECT_TRUE(departure_of(sample, "nobody").empty());
}

TEST(Departure, IsOpenWhileAnAccountIsLeft) {
  Register sample = sample_register();
  sample.people[1].left_on = Date{std::chrono::year(2026) / 10 / 1};
  EXPECT_TRUE(still_holds(sample, sample.people[1]));
  for (Access& access : sample.accesses) std::erase(access.holders, PersonId::of("rose"));
  EXPECT_FALSE(still_holds(sample, sample.people[1]));
}

}  // namespace
}  // namespace garde::accounts
