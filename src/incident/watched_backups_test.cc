#include "incident/watched_backups.h"

#include <gtest/gtest.h>

#include "incident/testing/told.h"
#include "journal/record.h"

namespace garde::incident {
namespace {

using testing::at;
using testing::Told;

const Instant kNow = at("2026-11-02T09:00:00Z");
const WatchedBackupId kDisk = WatchedBackupId::of("d1");

class WatchedBackups : public ::testing::Test {
 protected:
  void witness(std::string_view file) {
    const auto digest = crypto::sha256(std::as_bytes(std::span(file)));
    told_.add(backup_witnessed({kDisk, "Disque USB", 12, "12 points de restauration."}, "opened",
                               journal::Attachment{digest, {file.size()}, std::string(file)}, writing_));
  }
  void look(BackupOutcome outcome, std::string words = "Vu.") {
    told_.add(backup_compared({kDisk, "Disque USB", 11, std::move(words)}, outcome, writing_));
  }
  WatchedBackup disk() const { return told_.incident().backups.at(kDisk); }

  const Writing writing_ = Told::writing(kNow);
  Told told_{{.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")}};
};

TEST_F(WatchedBackups, KeepTheFirstWitness) {
  witness("first");
  witness("second");
  EXPECT_EQ(disk().witness->name, "first");
  EXPECT_EQ(disk().points, 12U);
  EXPECT_EQ(disk().outcome, std::nullopt);
}

TEST_F(WatchedBackups, ThatCouldNotBeReadHaveNoWitnessUntilTheyCan) {
  told_.add(backup_witnessed({kDisk, "Disque USB", 0, "Pas branché."}, "opened", std::nullopt, writing_));
  EXPECT_EQ(disk().witness, std::nullopt);
  EXPECT_EQ(disk().words, "Pas branché.");
  witness("later");
  EXPECT_EQ(disk().witness->name, "later");
}

TEST_F(WatchedBackups, StayLostWhenALaterLookCouldNotBeTaken) {
  witness("first");
  look(BackupOutcome::lost, "Un point a disparu.");
  look(BackupOutcome::not_established, "Pas branché.");
  EXPECT_TRUE(disk().is_lost);
  EXPECT_EQ(disk().lost_words, "Un point a disparu.");
  EXPECT_EQ(disk().outcome, BackupOutcome::not_established);
  look(BackupOutcome::same);
  EXPECT_FALSE(disk().is_lost);
}

TEST_F(WatchedBackups, AreWrittenAsAJournalTakesThem) {
  BackupRecord hostile{kDisk, std::string(2000, 'x'), 3, "a\r\nb"};
  for (journal::Draft& draft : std::vector{backup_witnessed(hostile, "opened", std::nullopt, writing_),
                                           backup_compared(hostile, BackupOutcome::same, writing_)})
    EXPECT_TRUE(journal::encode_entry({1, Exercise::no, std::move(draft)}, {}).has_value());
}

TEST_F(WatchedBackups, OfAnOutcomeThatNobodyKnowsAreNotUnderstood) {
  journal::Draft draft = backup_compared({kDisk, "Disque", 1, ""}, BackupOutcome::same, writing_);
  put(draft, "outcome", "better");
  told_.add(std::move(draft));
  EXPECT_EQ(told_.incident().not_understood.size(), 1U);
}

}  // namespace
}  // namespace garde::incident
