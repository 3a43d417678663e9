// Destinations that several jobs write to, made by restic itself.
#include "checker/check_backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "content/files.h"
#include "formats/restic/testing/real_repository.h"

namespace garde::checker {
namespace {

using backups::Finding;
using backups::LineFinding;
using backups::Outcome;
using backups::Question;
using formats::restic::testing::RealRepository;
using formats::restic::testing::shell_word;

const Instant kNow = *parse_instant("2026-11-30T05:00:00Z");

class ADestinationOfSeveralJobs : public ::testing::Test {
 protected:
  ADestinationOfSeveralJobs() {
    content::Problems problems;
    thresholds_ = backups::Thresholds::read(content::Files::from_program(), problems);
    rules_ = backups::AttackRules::read(content::Files::from_program(), problems);
    for (int i = 0; i < 12; ++i) {
      repository_.write("documents/lettre" + std::to_string(i) + ".txt", text("lettre", i));
      repository_.write("base/table" + std::to_string(i) + ".txt", text("table", i));
    }
  }
  static std::string text(const std::string& what, int number) {
    std::string all;
    for (int line = 0; line < 40; ++line)
      all += what + " " + std::to_string(number) + ", ligne " + std::to_string(line) + " : suivi, tension normale.\n";
    return all;
  }
  std::string place(const std::string& folder) const { return repository_.source() + "/" + folder; }
  void back_up(const std::string& host, const std::string& folder, int day, const std::string& time) const {
    const std::string date = "2026-11-" + std::string(day < 10 ? "0" : "") + std::to_string(day);
    repository_.run("backup --host " + host + " --time '" + date + " " + time + "' " + shell_word(place(folder)));
  }
  backups::CheckRun check() const {
    const BackupCheckRequest request{.destination = repository_.path(),
                                     .sources = {{std::nullopt, {backups::SourceKind::folder, place("documents")}},
                                                 {std::nullopt, {backups::SourceKind::folder, place("base")}}},
                                     .max_age = std::chrono::hours{36},
                                     .also = {Question::automatic}};
    return check_backup(request, RealRepository::password(),
                        {thresholds_, rules_, text::Zone::named("UTC").value(), clock_})
        .take();
  }
  // The hosts of the lines that a check names.
  static std::vector<std::string> named(const backups::Check& check) {
    std::vector<std::string> hosts;
    for (const Finding& finding : check.findings)
      if (const auto* line = std::get_if<LineFinding>(&finding)) hosts.push_back(line->host);
    return hosts;
  }

  RealRepository repository_{2};
  backups::Thresholds thresholds_;
  backups::AttackRules rules_;
  const std::function<Instant()> clock_ = [] { return kNow; };
};

TEST_F(ADestinationOfSeveralJobs, IsCompleteTogetherAndUnattacked) {
  for (int day = 24; day <= 30; ++day) {
    back_up("serveur", "documents", day, "02:00:00");
    back_up("serveur", "base", day, "02:10:00");
  }
  const auto run = check();
  for (const Question question : {Question::complete, Question::not_attacked, Question::recent, Question::automatic})
    EXPECT_EQ(run.find(question)->outcome(), Outcome::passed) << name(question);
}

TEST_F(ADestinationOfSeveralJobs, IsAsRecentAndRegularAsTheOneThatStopped) {
  for (int day = 17; day <= 30; ++day) {
    if (day < 24) back_up("serveur", "base", day, "02:10:00");
    back_up("poste", "documents", day, "02:00:00");
  }
  const auto run = check();
  EXPECT_EQ(run.find(Question::recent)->outcome(), Outcome::failed);
  EXPECT_THAT(named(*run.find(Question::recent)), testing::ElementsAre("serveur"));
  EXPECT_EQ(run.find(Question::automatic)->outcome(), Outcome::failed);
  EXPECT_EQ(run.find(Question::not_attacked)->outcome(), Outcome::passed);
}

TEST_F(ADestinationOfSeveralJobs, IsAttackedWhereOneOfThemIs) {
  for (int day = 24; day <= 30; ++day) {
    if (day == 29)
      for (int i = 0; i < 12; ++i) {
        std::string noise(4'000, '\0');
        std::uint32_t state = 1 + static_cast<std::uint32_t>(i);
        for (char& c : noise) c = static_cast<char>((state = state * 1'664'525 + 1'013'904'223) >> 24U);
        repository_.write("base/table" + std::to_string(i) + ".txt", noise);
      }
    back_up("serveur", "base", day, "02:00:00");
    back_up("serveur", "documents", day, "02:10:00");
  }
  const auto run = check();
  EXPECT_EQ(run.find(Question::not_attacked)->outcome(), Outcome::failed) << "the newest of all is sound";
  ASSERT_THAT(named(*run.find(Question::not_attacked)), testing::SizeIs(testing::Ge(1U)));
}

}  // namespace
}  // namespace garde::checker
