#include "worker/paths/paths.h"

#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"

namespace garde::worker {
namespace {

TEST(PathsInAWorker, AreResolvedInTheirOrder) {
  const io::testing::TemporaryFolder folder;
  folder.write("durand.txt", "Durand");
  const std::string path = folder.path().string();
  const std::vector<std::string> asked = {path + "/gone", path + "/../" + folder.path().filename().string(),
                                          path + "/durand.txt", "/dev/null"};
  const auto resolved = resolve_paths(cage::in_this_process(path_tasks()), asked);
  using Type = ResolvedPath::Type;
  ASSERT_EQ(resolved.size(), 4U);
  EXPECT_EQ(resolved[0]->type, Type::missing);
  EXPECT_EQ(resolved[0]->real, asked[0]);
  EXPECT_EQ(resolved[1]->type, Type::folder);
  EXPECT_EQ(resolved[1]->real, path);
  EXPECT_EQ(resolved[2]->type, Type::file);
  EXPECT_EQ(resolved[3]->type, Type::other);
}

// The one that a worker waited for when it was ended is left out, and the next ones are asked by another.
TEST(PathsInAWorker, BesideOneThatDoesNotAnswerAreResolvedAllTheSame) {
  const cage::Runner here = cage::in_this_process(path_tasks());
  int workers = 0;
  const cage::Runner silent_second = [&](const cage::Call& call) {
    ++workers;
    int told = 0;
    cage::Call cut{.task = call.task, .deadline = call.deadline};
    cut.request.append(call.request);
    cut.on_event = [&](std::span<const std::byte> event) -> Result<void> {
      if (workers == 1 && ++told == 2) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
      return call.on_event(event);
    };
    cage::Ended ended = here(cut);
    return told == 2 ? cage::Ended{.ending = cage::Ending::late} : std::move(ended);
  };
  const std::vector<std::string> asked = {"/", "/silent", "/dev"};
  const auto resolved = resolve_paths(silent_second, asked);
  ASSERT_EQ(resolved.size(), 3U);
  EXPECT_EQ(resolved[0]->real, "/");
  EXPECT_FALSE(resolved[1]);
  EXPECT_EQ(resolved[2]->real, "/dev");
  EXPECT_EQ(workers, 2);

  int calls = 0;
  const cage::Runner silent = [&](const cage::Call&) {
    ++calls;
    return cage::Ended{.ending = cage::Ending::late};
  };
  EXPECT_EQ(resolve_paths(silent, asked), decltype(resolved)(3));
  EXPECT_EQ(calls, static_cast<int>(kMostSilent));
}

TEST(FoldersOfAFolder, AreTold) {
  const io::testing::TemporaryFolder folder;
  folder.write("sous/durand.txt", "Durand");
  folder.write("martin.txt", "Martin");
  const std::string path = folder.path().string();
  const auto folders = folders_in(cage::in_this_process(path_tasks()), path);
  ASSERT_TRUE(folders);
  EXPECT_EQ(*folders, std::vector{path + "/sous"});
  const cage::Runner late = [](const cage::Call& call) {
    EXPECT_LE(call.deadline, std::chrono::seconds{10});
    return cage::Ended{.ending = cage::Ending::late};
  };
  EXPECT_EQ(folders_in(late, path).error().kind, ErrorKind::unreachable);
}

}  // namespace
}  // namespace garde::worker
