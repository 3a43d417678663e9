#include "formats/named_time.h"

#include <gtest/gtest.h>

namespace garde::formats {
namespace {

using namespace std::chrono_literals;

constexpr Date kDay{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};

BackupName dated(std::string series, std::optional<std::chrono::minutes> time = std::nullopt, bool utc = false) {
  return {std::move(series), NamedTime{kDay, time, utc}, Turn::none};
}
Instant instant(std::string_view text) { return parse_instant(text).take(); }

TEST(BackupNames, AreReadInEveryOrderAndSeparation) {
  EXPECT_EQ(read_backup_name("2026-11-23"), dated(""));
  EXPECT_EQ(read_backup_name("20261123"), dated(""));
  EXPECT_EQ(read_backup_name("sauvegarde_23112026"), dated("sauvegarde"));
  EXPECT_EQ(read_backup_name("23.11.2026"), dated(""));
  EXPECT_EQ(read_backup_name("dossiers 23-11-2026.zip"), dated("dossiers.zip"));
  EXPECT_EQ(read_backup_name("dossiers (2026_11_23).tar.gz"), dated("dossiers.tar.gz"));
  EXPECT_EQ(read_backup_name("2026-11-23-agenda.sql"), dated("agenda.sql"));
  EXPECT_EQ(read_backup_name("bd-2026-11-23-complete.7z"), dated("bd-complete.7z"));
}

TEST(BackupNames, TellTheTimeOfDayBehindTheDay) {
  EXPECT_EQ(read_backup_name("2026-11-23-021500"), dated("", 2h + 15min));
  EXPECT_EQ(read_backup_name("2026-11-23T02:15:00Z"), dated("", 2h + 15min, true));
  EXPECT_EQ(read_backup_name("base_20261123_0215.dump"), dated("base.dump", 2h + 15min));
  EXPECT_EQ(read_backup_name("base_20261123021500.dump"), dated("base.dump", 2h + 15min));
  EXPECT_EQ(read_backup_name("base 2026-11-23 02h15.dump"), dated("base.dump", 2h + 15min));
  EXPECT_EQ(read_backup_name("@GMT-2026.11.23-02.15.00"), dated("", 2h + 15min, true));
}

TEST(BackupNames, TellTurns) {
  EXPECT_EQ(read_backup_name("lundi"), (BackupName{"", std::nullopt, Turn::weekday}));
  EXPECT_EQ(read_backup_name("Sauvegarde-Mardi.zip"), (BackupName{"Sauvegarde.zip", std::nullopt, Turn::weekday}));
  EXPECT_EQ(read_backup_name("DÉCEMBRE").turn, Turn::none);  // capitals outside ASCII are not folded
  EXPECT_EQ(read_backup_name("décembre").turn, Turn::month);
  EXPECT_EQ(read_backup_name("daily.0"), (BackupName{"", std::nullopt, Turn::numbered}));
  EXPECT_EQ(read_backup_name("semaine 2"), (BackupName{"", std::nullopt, Turn::numbered}));
}

TEST(BackupNames, TellNothingWhereThereIsNothing) {
  for (const std::string_view name :
       {"sauvegarde.zip", "Martine Mardin.pdf", "dossier 123456789", "2026-13-40", "marsouin", "20261123456789012", "",
        "facture 2026-11", "12-2026", "daily", "1985-01-01", "mail"})
    EXPECT_EQ(read_backup_name(name), (BackupName{std::string(name), std::nullopt, Turn::none})) << name;
}

TEST(TimesOfBackups, AreThoseOfTheDiskUnlessTheNameContradictsThem) {
  const BackupName name = read_backup_name("base-2026-11-23.zip");
  EXPECT_EQ(time_of_backup(name, instant("2026-11-23T02:10:00Z")), instant("2026-11-23T02:10:00Z"));
  EXPECT_EQ(time_of_backup(name, instant("2026-11-22T23:30:00Z")), instant("2026-11-22T23:30:00Z"));
  EXPECT_EQ(time_of_backup(name, instant("2026-12-01T09:00:00Z")), instant("2026-11-23T00:00:00Z"));
  EXPECT_EQ(time_of_backup(read_backup_name("lundi.zip"), instant("2026-12-01T09:00:00Z")),
            instant("2026-12-01T09:00:00Z"));
}

}  // namespace
}  // namespace garde::formats
