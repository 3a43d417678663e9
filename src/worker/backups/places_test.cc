#include "worker/backups/places.h"

#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"

namespace garde::worker {
namespace {

backups::Destination destination_in(const std::string& folder) {
  backups::Destination destination{
      .id = backups::DestinationId::of("disk"), .name = "Disque", .place = backups::Place::folder};
  destination.folder = folder;
  destination.kind = formats::Kind::mirror;
  return destination;
}

TEST(PlacesInAWorker, AreThoseThatAreFoundWithoutOne) {
  const io::testing::TemporaryFolder folder;
  const cage::Runner here = cage::in_this_process(place_tasks());
  const auto there = find_place(here, destination_in(folder.path().string()));
  ASSERT_TRUE(there);
  EXPECT_EQ(there->presence, checker::Presence::present);
  EXPECT_EQ(there->folder, folder.path().string());
  EXPECT_EQ(find_place(here, destination_in((folder / "gone").string()))->presence, checker::Presence::absent);
}

TEST(PlacesInAWorker, AreNotToldWhenTheyDoNotAnswer) {
  const cage::Runner silent = [](const cage::Call& call) {
    EXPECT_LE(call.deadline, std::chrono::seconds{10});
    return cage::Ended{.ending = cage::Ending::late};
  };
  EXPECT_FALSE(find_place(silent, destination_in("/")));
}

TEST(FoldersInAWorker, AreWhatTheyAreWithoutOne) {
  const io::testing::TemporaryFolder folder;
  folder.write("durand.txt", "Durand");
  const cage::Runner here = cage::in_this_process(place_tasks());
  const std::string path = folder.path().string();
  const auto inspected = inspect_folder(here, path + "/.");
  ASSERT_TRUE(inspected);
  EXPECT_EQ(inspected->real, path);
  EXPECT_EQ(inspected->kind, formats::Kind::mirror);
  EXPECT_EQ(inspect_folder(here, path + "/durand.txt").error().kind, ErrorKind::not_found);
  EXPECT_EQ(inspect_folder(here, path + "/gone").error().kind, ErrorKind::not_found);
}

TEST(FoldersInAWorker, ThatDoNotAnswerAreUnreachable) {
  const cage::Runner late = [](const cage::Call& call) {
    EXPECT_LE(call.deadline, std::chrono::seconds{10});
    return cage::Ended{.ending = cage::Ending::late};
  };
  EXPECT_EQ(inspect_folder(late, "/srv").error().kind, ErrorKind::unreachable);
  const cage::Runner taken_over = [](const cage::Call&) { return cage::Ended{.ending = cage::Ending::forbidden_call}; };
  EXPECT_EQ(inspect_folder(taken_over, "/srv").error().kind, ErrorKind::unreadable);
}

TEST(WitnessInAWorker, IsTakenAndFailsAsWithoutOne) {
  const io::testing::TemporaryFolder folder;
  folder.write("durand.txt", "Durand");
  const cage::Runner here = cage::in_this_process(place_tasks());
  const Instant now = start_of(Date{std::chrono::year(2026) / 11 / 30});
  const auto witness = take_witness(here, folder.path().string(), destination_in(""), now);
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->points.size(), 1U);
  EXPECT_EQ(take_witness(here, (folder / "gone").string(), destination_in(""), now).error().kind, ErrorKind::not_found);
  const cage::Runner late = [](const cage::Call&) { return cage::Ended{.ending = cage::Ending::late}; };
  EXPECT_EQ(take_witness(late, "/", destination_in(""), now).error().kind, ErrorKind::unreachable);
  const cage::Runner taken_over = [](const cage::Call&) { return cage::Ended{.ending = cage::Ending::forbidden_call}; };
  EXPECT_EQ(take_witness(taken_over, "/", destination_in(""), now).error().kind, ErrorKind::unreadable);
}

}  // namespace
}  // namespace garde::worker
