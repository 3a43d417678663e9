#include "incident/kit_notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::incident {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(26)};

// A zone one hour ahead, as France is in winter.
KitNotes read(std::string_view text) {
  return read_kit_notes(text, kToday, [](Date day, std::chrono::minutes time) { return start_of(day) + time - 1h; });
}

Instant at(std::string_view text) { return *parse_instant(text); }

TEST(KitNotes, AreReadAsTheKitAndAsPeopleWriteThem) {
  const KitNotes notes = read(
      "\xEF\xBB\xBF# Garde, notes\r\n"
      "2026-11-26T10:30:00+01:00\tL’écran demande une rançon\r\n"
      "\r\n"
      "26/11/2026 10:45 Réseau débranché\n"
      "26/11 11h05 Appelé le prestataire\n"
      "26/11/26 11 h  Rien de plus\n");
  EXPECT_THAT(notes.unreadable, IsEmpty());
  EXPECT_THAT(notes.notes, ElementsAre(Note{.text = "L’écran demande une rançon", .fact = at("2026-11-26T09:30Z")},
                                       Note{.text = "Réseau débranché", .fact = at("2026-11-26T09:45Z")},
                                       Note{.text = "Appelé le prestataire", .fact = at("2026-11-26T10:05Z")},
                                       Note{.text = "Rien de plus", .fact = at("2026-11-26T10:00Z")}));
}

TEST(KitNotes, NameEachLineThatCannotBeReadAndKeepTheOthers) {
  const KitNotes notes = read(
      "10:30 sans jour\n31/02/2026 10:30 jour impossible\n26/11/2026 25:00 heure impossible\n26/11/2026 10:30\n"
      "26/11/2026 10:30 bon\n-1/11/2026 10:30 signe\n99999999999/1 10:30 nombre\n");
  EXPECT_THAT(notes.unreadable, ElementsAre(1, 2, 3, 4, 6, 7));
  EXPECT_THAT(notes.notes, SizeIs(1));
}

TEST(KitNotes, StopAtTheirLimits) {
  std::string many;
  for (std::size_t i = 0; i < kMaxKitNotes + 1; ++i) many += "26/11/2026 10:30 note\n";
  EXPECT_THAT(read(many).notes, SizeIs(kMaxKitNotes));
  EXPECT_THAT(read(many).unreadable, ElementsAre(kMaxKitNotes + 1));
  EXPECT_THAT(read("26/11/2026 10:30 " + std::string(kMaxKitNote, 'a')).notes, SizeIs(1));
  EXPECT_THAT(read("26/11/2026 10:30 " + std::string(kMaxKitNote + 1, 'a')).notes, IsEmpty());
}

TEST(KitNotes, AreReadOrNamedAtEveryLength) {
  const std::string text = "2026-11-26T10:30:00+01:00 un\n26/11/2026 10:45 deux\n";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const KitNotes notes = read(text.substr(0, length));
    EXPECT_LE(notes.notes.size() + notes.unreadable.size(), 2U);
  }
}

}  // namespace
}  // namespace garde::incident
