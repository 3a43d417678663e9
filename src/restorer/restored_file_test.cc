// What a scratch disk does to a file between writing and reading back: the disk of these tests is in memory.
#include "restorer/restored_file.h"

#include <gtest/gtest.h>

#include "formats/mirror/reader.h"
#include "io/memory_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::restorer {
namespace {

using State = RestoredFile::State;

class RestoredFiles : public testing::Test {
 protected:
  RestoredFiles() : content_(600'000) {
    for (std::size_t i = 0; i < content_.size(); ++i) content_[i] = static_cast<std::byte>('a' + i * i % 26);
    source_.put_file("note.txt", content_);
    reader_ = formats::mirror::open(source_, 1);
    point_ = reader_->restore_points([](const formats::Damage&) {}).value().back();
  }
  ChosenFile note() const { return {.path = "note.txt", .size = {content_.size()}}; }

  // Restored to a disk that gives `on_disk` when it is read.
  RestoredFile restore(const ChosenFile& file, std::vector<std::byte> on_disk) {
    const io::testing::TemporaryFolder folder;
    const auto scratch = io::ScratchFolder::create(folder.path()).value();
    io::MemoryTree disk;
    disk.put_file("note.txt", std::move(on_disk));
    FileRestorer restorer({*reader_, point_, scratch, disk}, {}, [](ByteCount) {});
    return restorer.restore(file).value();
  }

  io::MemoryTree source_;
  std::vector<std::byte> content_;
  std::unique_ptr<formats::ArchiveReader> reader_;
  formats::RestorePoint point_;
};

TEST_F(RestoredFiles, AreWholeWhenTheDiskGivesWhatWasWritten) {
  const RestoredFile restored = restore(note(), content_);
  EXPECT_EQ(restored.state, State::opened);
  EXPECT_TRUE(restored.is_whole);
  EXPECT_EQ(restored.sha256, crypto::sha256(content_));
}

TEST_F(RestoredFiles, DifferWhenOneBitChangedOnTheScratchDisk) {
  for (const std::size_t at : {std::size_t{0}, std::size_t{262'143}, std::size_t{262'144}, content_.size() - 1}) {
    auto changed = content_;
    changed[at] ^= std::byte{1};  // still a text
    for (const auto& told : {std::optional<crypto::Sha256Digest>(), std::optional(crypto::sha256(content_))}) {
      ChosenFile file = note();
      file.content = told;
      const RestoredFile restored = restore(file, changed);
      EXPECT_EQ(restored.state, State::wrong) << at;
      ASSERT_TRUE(restored.finding.has_value());
      EXPECT_EQ(name(*restored.finding), "restore-differs");
      EXPECT_FALSE(restored.is_whole);
      EXPECT_FALSE(restored.sha256);
    }
  }
}

TEST_F(RestoredFiles, DifferWhenTheScratchDiskGivesMoreOrLess) {
  auto shorter = content_;
  shorter.pop_back();
  EXPECT_EQ(restore(note(), shorter).state, State::wrong);
  auto longer = content_;
  longer.push_back(std::byte{'a'});
  EXPECT_EQ(restore(note(), longer).state, State::wrong);
  EXPECT_EQ(restore(note(), {}).state, State::wrong);
}

TEST_F(RestoredFiles, AreHashedOnlyWhenTheFormatDoesNotTellTheirContentOrForACanary) {
  ChosenFile told = note();
  told.content = crypto::sha256({});  // as restic tells it: of names of pieces
  EXPECT_FALSE(restore(told, content_).sha256);
  const checker::ExpectedCanary canary{};
  told.canary = &canary;
  EXPECT_EQ(restore(told, content_).sha256, crypto::sha256(content_));
}

}  // namespace
}  // namespace garde::restorer
