#include "restorer/drill_plan.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::restorer {
namespace {

using backups::DataSetId;
using backups::SourceKind;
using checker::CopiedFile;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::SizeIs;

const DataSetId kRecords = DataSetId::of("patient-records");
const DataSetId kAgenda = DataSetId::of("agenda");

class DrillPlans : public testing::Test {
 protected:
  void put(std::string path, std::uint64_t size = 10) { copies_.emplace(std::move(path), CopiedFile{{size}, {}, {}}); }
  // Of folders that are lost: told by their paths alone.
  void source(const DataSetId& data_set, std::string place) {
    request_.sources.push_back({data_set, {SourceKind::folder, "/nowhere/" + std::move(place)}});
  }
  DrillPlan plan() {
    data_sets_.clear();
    result_ = {};
    return plan_drill(request_, copies_, data_sets_, result_);
  }
  static std::vector<std::string> paths(const DrillPlan& plan) {
    std::vector<std::string> all;
    for (const ChosenFile& file : plan.files) all.push_back(file.path);
    return all;
  }
  std::string data_set_of(const DrillPlan& plan, std::string_view path) const {
    for (const ChosenFile& file : plan.files)
      if (file.path == path) return file.data_set ? data_sets_.at(*file.data_set).data_set.text() : "none";
    return "not chosen";
  }

  DrillRequest request_;
  checker::CopiedFiles copies_;
  std::vector<backups::DataSetResult> data_sets_;
  backups::DrillResult result_;
};

TEST_F(DrillPlans, TakeEverythingWhenNoSampleIsAsked) {
  put("b.txt", 20);
  put("a.txt");
  const DrillPlan all = plan();
  EXPECT_THAT(paths(all), ElementsAre("a.txt", "b.txt"));
  EXPECT_EQ(all.bytes, 30_B);
  EXPECT_EQ(result_.files_in_point, 2U);
  EXPECT_EQ(result_.bytes_in_point, 30_B);
}

TEST_F(DrillPlans, OfNothingAreEmpty) {
  EXPECT_THAT(plan().files, SizeIs(0));
  request_.sample_files = 5;
  EXPECT_THAT(plan().files, SizeIs(0));
}

TEST_F(DrillPlans, DrawASampleThatIsTheSameForTheSameSeed) {
  for (int i = 0; i < 500; ++i) put(fmt::format("{:03}.txt", i));
  request_.sample_files = 20;
  request_.seed = 7;
  const auto first = paths(plan());
  EXPECT_THAT(first, SizeIs(20));
  EXPECT_TRUE(std::ranges::is_sorted(first)) << "in the order of the restore point";
  EXPECT_EQ(paths(plan()), first);
  request_.seed = 8;
  EXPECT_NE(paths(plan()), first);
  request_.sample_files = 1'000;
  EXPECT_THAT(paths(plan()), SizeIs(500)) << "more than there are";
}

// Over many seeds each file comes as often as another: the first and the last too.
TEST_F(DrillPlans, GiveEachFileTheSameChance) {
  constexpr std::size_t kFiles = 50;
  constexpr std::size_t kSample = 10;
  constexpr std::uint64_t kSeeds = 2'000;
  for (std::size_t i = 0; i < kFiles; ++i) put(fmt::format("{:02}.txt", i));
  request_.sample_files = kSample;
  std::map<std::string, std::size_t> drawn;
  for (request_.seed = 0; request_.seed < kSeeds; ++request_.seed)
    for (const std::string& path : paths(plan())) ++drawn[path];
  constexpr double kExpected = static_cast<double>(kSeeds) * kSample / kFiles;  // 400, of which a deviation is 18
  EXPECT_THAT(drawn, SizeIs(kFiles));
  for (const auto& [path, count] : drawn) EXPECT_NEAR(static_cast<double>(count), kExpected, 90) << path;
}

TEST_F(DrillPlans, AlwaysTakeTheLargestOfEachDataSetAndTheCanaries) {
  for (int i = 0; i < 300; ++i) put(fmt::format("srv/dossiers/{:03}.txt", i));
  put("srv/dossiers/imagerie.dcm", 5'000);
  put("srv/agenda/agenda.db", 900);
  put("srv/agenda/petit.ics", 1);
  put("srv/dossiers/temoin-1.txt", 1);
  source(kRecords, "srv/dossiers");
  source(kAgenda, "srv/agenda");
  request_.canaries = {{.file_name = "temoin-1.txt", .sha256 = {}, .made_at = {}}};
  request_.sample_files = 1;
  const DrillPlan sample = plan();
  EXPECT_THAT(paths(sample), Contains("srv/dossiers/imagerie.dcm"));
  EXPECT_THAT(paths(sample), Contains("srv/agenda/agenda.db"));
  EXPECT_THAT(paths(sample), Contains("srv/dossiers/temoin-1.txt"));
  EXPECT_LE(sample.files.size(), 4U);
  for (const ChosenFile& file : sample.files)
    EXPECT_EQ(file.canary != nullptr, file.path.ends_with("temoin-1.txt")) << file.path;
  ASSERT_THAT(sample.whole, SizeIs(2));
  EXPECT_EQ(sample.whole[0].files, 302U);
  EXPECT_EQ(sample.whole[1].files, 2U);
  EXPECT_EQ(sample.whole[1].bytes, 901_B);
}

TEST_F(DrillPlans, LetEachFileBelongToItsDataSet) {
  put("srv/dossiers/a.txt");
  put("srv/dossiers-2025/a.txt");
  put("srv/agenda/a.ics");
  source(kRecords, "srv/dossiers");
  source(kAgenda, "srv/agenda");
  const DrillPlan all = plan();
  EXPECT_EQ(data_set_of(all, "srv/dossiers/a.txt"), "patient-records");
  EXPECT_EQ(data_set_of(all, "srv/agenda/a.ics"), "agenda");
  EXPECT_EQ(data_set_of(all, "srv/dossiers-2025/a.txt"), "none");
}

// The agenda's folder lies within the one of the records, whichever was registered first.
TEST_F(DrillPlans, LetAFileBelongToTheInnermostOfTwoDataSets) {
  put("srv/cabinet/a.txt");
  put("srv/cabinet/agenda/a.ics");
  for (const bool records_first : {true, false}) {
    request_.sources.clear();
    if (records_first) source(kRecords, "srv/cabinet");
    source(kAgenda, "srv/cabinet/agenda");
    if (!records_first) source(kRecords, "srv/cabinet");
    const DrillPlan all = plan();
    EXPECT_EQ(data_set_of(all, "srv/cabinet/agenda/a.ics"), "agenda") << records_first;
    EXPECT_EQ(data_set_of(all, "srv/cabinet/a.txt"), "patient-records") << records_first;
  }
}

TEST_F(DrillPlans, LetTheOneDataSetOfADestinationHaveWhatNoSourceClaims) {
  put("anywhere/a.txt");
  request_.whole = kRecords;
  const DrillPlan all = plan();
  EXPECT_EQ(data_set_of(all, "anywhere/a.txt"), "patient-records");
  EXPECT_EQ(all.whole.at(0).files, 1U);
}

TEST_F(DrillPlans, CountADataSetOfWhichNothingIsThere) {
  put("srv/dossiers/a.txt");
  source(kRecords, "srv/dossiers");
  source(kAgenda, "srv/agenda");
  const DrillPlan all = plan();
  ASSERT_THAT(data_sets_, SizeIs(2));
  EXPECT_EQ(all.whole.at(1).files, 0U) << "nothing of it was tried, and that is told";
}

TEST_F(DrillPlans, HaveOneResultForADataSetOfTwoSources) {
  put("srv/un/a.txt");
  put("srv/deux/b.txt");
  source(kRecords, "srv/un");
  source(kRecords, "srv/deux");
  const DrillPlan all = plan();
  ASSERT_THAT(data_sets_, SizeIs(1));
  EXPECT_EQ(all.whole.at(0).files, 2U);
}

TEST_F(DrillPlans, KnowADatabaseByTheNameOfItsDump) {
  put("dumps/cabinet-lundi.sql");
  put("dumps/autre.sql");
  request_.sources.push_back({kRecords, {SourceKind::database, "Cabinet"}});
  const DrillPlan all = plan();
  EXPECT_EQ(data_set_of(all, "dumps/cabinet-lundi.sql"), "patient-records");
  EXPECT_EQ(data_set_of(all, "dumps/autre.sql"), "none");
}

}  // namespace
}  // namespace garde::restorer
