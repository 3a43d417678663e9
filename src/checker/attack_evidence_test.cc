#include "checker/attack_evidence.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "backups/testing/real_files.h"
#include "crypto/testing/bytes.h"
#include "formats/mirror/reader.h"
#include "formats/restic/reader.h"
#include "formats/restic/testing/real_repository.h"
#include "io/memory_tree.h"

namespace garde::checker {
namespace {

using backups::AttackEvidence;
using backups::AttackRules;
using backups::Check;
using backups::Finding;
using backups::judge_not_attacked;
using backups::Outcome;
using backups::RansomFinding;
using backups::RansomSign;
using backups::SuspectFile;
using backups::Suspicion;
using backups::testing::real_files;
using formats::RestorePoint;

const AttackRules& rules() {
  static const AttackRules rules = backups::testing::rules();
  return rules;
}

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = crypto::testing::text(text);
  return {bytes.begin(), bytes.end()};
}

// Two states of one folder as two restore points.
class TwoStates final : public formats::ArchiveReader {
 public:
  io::MemoryTree earlier;  // a third one, asked for by few tests
  io::MemoryTree before;
  io::MemoryTree now;
  bool now_is_unlisted = false;  // nothing of it can be listed

  Result<std::vector<RestorePoint>> restore_points(const formats::OnDamage&) const override { return points(); }
  static std::vector<RestorePoint> points() {
    std::vector<RestorePoint> points(2);
    points[0].id = "before";
    points[1].id = "now";
    return points;
  }
  Result<void> list(const RestorePoint& point, const formats::OnNode& node, const formats::OnDamage& d) const override {
    if (point.id != "now" || !now_is_unlisted) return of(point)->list(point, node, d);
    formats::Damage damage;
    damage.consequence = formats::Consequence::loss;
    d(damage);
    return {};
  }
  Result<void> read(const RestorePoint& point, std::string_view path, const formats::OnContent& c) const override {
    return of(point)->read(point, path, c);
  }
  Result<formats::Comparison> compare(const RestorePoint& p, std::string_view path, const io::File& f) const override {
    return of(p)->compare(p, path, f);
  }
  Result<formats::Coverage> verify(const formats::VerifyRequest&, const formats::OnDamage&) const override {
    return {};
  }

 private:
  std::unique_ptr<formats::ArchiveReader> of(const RestorePoint& point) const {
    if (point.id == "earlier") return formats::mirror::open(earlier, 1);
    return formats::mirror::open(point.id == "before" ? before : now, 1);
  }
};

class Attack : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const std::string& path : real_files().paths()) put_both("practice/" + path, real_files().read(path));
  }
  void put_both(const std::string& path, const std::vector<std::byte>& bytes) {
    reader.before.put_file(path, bytes);
    reader.now.put_file(path, bytes);
  }
  void change(const std::string& path, std::vector<std::byte> bytes) {
    reader.now.put_file(path, std::move(bytes));
    reader.now.set_modified(path, Instant{} + std::chrono::hours{1});
  }
  Check judge(std::vector<RestorePoint> points = TwoStates::points(), const AttackRequest& request = {}) {
    auto gathered = gather_attack_evidence(reader, points, rules(), request);
    EXPECT_TRUE(gathered);
    evidence = std::move(gathered).take();
    return judge_not_attacked(evidence, rules());
  }
  static std::string told(const Check& check) {
    std::string text;
    for (const Finding& finding : check.findings) text += name(finding) + "\n";
    return text;
  }

  TwoStates reader;
  AttackEvidence evidence;
};

TEST_F(Attack, IsNotSeenInUnchangedFilesNorInWorkDone) {
  Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::passed) << told(check);
  EXPECT_EQ(evidence.judged.units, real_files().paths().size());
  change("practice/courrier.txt", real_files().read("latin.txt"));
  change("practice/photo.jpg", real_files().read("progressive.jpeg"));
  reader.now.put_file("practice/new.pdf", real_files().read("scan.pdf"));
  check = judge();
  EXPECT_EQ(check.outcome(), Outcome::passed) << told(check);
}

TEST_F(Attack, IsToldByOneFileThatBecameRandom) {
  for (const std::string& path : real_files().paths()) {
    const auto whole = real_files().read(path);
    change("practice/" + path, real_files().encrypted(path, "aes-256-cbc"));
    const Check check = judge();
    EXPECT_EQ(check.outcome(), Outcome::failed) << path;
    ASSERT_EQ(check.findings.size(), 1U) << told(check);
    const auto& found = std::get<SuspectFile>(check.findings[0]);
    EXPECT_EQ(found.suspicion, Suspicion::became_random);
    EXPECT_EQ(found.path, "practice/" + path);
    reader.now.put_file("practice/" + path, whole);
    reader.now.set_modified("practice/" + path, Instant{});
  }
}

TEST_F(Attack, IsNotSeenInWhatWasRandomBefore) {
  put_both("practice/coffre.txt", crypto::testing::noise(50'000, 1));
  change("practice/coffre.txt", crypto::testing::noise(50'000, 2));
  EXPECT_EQ(judge().outcome(), Outcome::passed);
}

TEST_F(Attack, IsToldByFilesRenamedAlike) {
  for (const auto* name : {"courrier.txt", "photo.jpg", "lettre.docx"}) {
    reader.now.remove(fmt::format("practice/{}", name));
    reader.now.put_file(fmt::format("practice/{}.3R9qG8i3Z", name), real_files().encrypted(name, "aes-256-ctr"));
  }
  reader.now.put_file("practice/3R9qG8i3Z.README.txt", real_files().read("courrier.txt"));
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::failed) << told(check);
  EXPECT_EQ(evidence.renamed.at("3r9qg8i3z").count, 3U);
  EXPECT_EQ(evidence.ransom_note.count, 1U);
  // The same note beside files nobody renamed is a manual.
  reader.now.put_file("practice/Important.README.txt", real_files().read("courrier.txt"));
  judge();
  EXPECT_EQ(evidence.ransom_note.count, 1U);
}

TEST_F(Attack, IsToldByTheNameAFamilyGivesToRandomFilesOnly) {
  reader.now.remove("practice/courrier.txt");
  reader.now.put_file("practice/courrier.txt.akira", real_files().encrypted("courrier.txt", "chacha20"));
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::failed);
  EXPECT_EQ(check.findings.at(0),
            Finding(RansomFinding{RansomSign::extension, "practice/courrier.txt.akira", "Akira"}));
  reader.now.remove("practice/courrier.txt.akira");
  reader.now.put_file("practice/liste.play", real_files().read("courrier.txt"));
  EXPECT_EQ(judge().outcome(), Outcome::passed);
}

TEST_F(Attack, IsToldByANoteInAnyCase) {
  reader.now.put_file("practice/AKIRA_README.TXT", real_files().read("courrier.txt"));
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::failed);
  EXPECT_EQ(check.findings.at(0), Finding(RansomFinding{RansomSign::note, "practice/AKIRA_README.TXT", "Akira"}));
}

TEST_F(Attack, IsToldByMassDisappearanceAndNotByAMove) {
  std::vector<std::string> paths = reader.now.file_paths();
  for (std::size_t i = 0; i < paths.size(); ++i)
    reader.before.set_modified(paths[i], Instant{} + std::chrono::hours{i});
  for (std::size_t i = 0; i < paths.size(); ++i) {
    reader.now.remove(paths[i]);
    const std::string moved = "archive/" + paths[i];
    reader.now.put_file(moved, reader.before.file(paths[i]));
    reader.now.set_modified(moved, Instant{} + std::chrono::hours{i});
  }
  EXPECT_EQ(judge().outcome(), Outcome::passed);
  for (std::size_t i = 0; i < paths.size() / 2 + 1; ++i) reader.now.remove("archive/" + paths[i]);
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::failed);
  EXPECT_EQ(name(check.findings.at(0)), "mass-disappearance");
}

TEST_F(Attack, IsNotSeenWhenEverythingChangedAndStaysReadableButThatIsSaid) {
  for (const std::string& path : reader.now.file_paths())
    reader.now.set_modified(path, Instant{} + std::chrono::hours{5});
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::passed) << told(check);
  EXPECT_EQ(name(check.findings.at(0)), "mass-change");
}

TEST_F(Attack, OfTwoNightsAgoIsSeenOnAFirstLookAndByWhoKnowsTheLastGoodNight) {
  for (const std::string& path : real_files().paths()) {
    reader.now.remove("practice/" + path);
    reader.now.put_file("practice/" + path + ".k3j9x", real_files().encrypted(path, "aes-256-ctr"));
  }
  std::vector<RestorePoint> points = TwoStates::points();
  for (const auto* id : {"the night after", "the night after that"}) {
    points.back().id = id;
    points.push_back(points.back());
  }
  points.back().id = "now";
  EXPECT_EQ(judge(points).outcome(), Outcome::failed);
  EXPECT_EQ(judge(points, {.proved_good = "before"}).outcome(), Outcome::failed);
  EXPECT_EQ(evidence.before, "before");
  points.erase(points.begin());
  EXPECT_EQ(judge(points).outcome(), Outcome::failed) << "no good night is left, and the names still tell";
}

// The base of a practice's software, in a form that Garde does not know: what is in it is ordered.
std::vector<std::byte> base_of_software(std::size_t size, unsigned edition = 0) {
  std::string records(4, '\1');
  records.resize(4096, '\0');
  for (unsigned i = 0; records.size() < size; ++i)
    records +=
        fmt::format("{:08}{:<60}{:08}", i, "consultation suivi tension normale", i * 7 + (i % 40 == 0 ? edition : 0));
  records.resize(size);
  return bytes_of(records);
}

TEST_F(Attack, IsSeenInFilesOfNoKnownForm) {
  for (const std::string name : {"PATIENT.FIC", "CONSULT.MMO", "cabinet.mdb", "AGENDA.FDB"})
    put_both("base/" + name, base_of_software(60'000));
  change("base/PATIENT.FIC", base_of_software(60'000, 1));
  EXPECT_EQ(judge().outcome(), Outcome::passed) << "a day's work";
  change("base/PATIENT.FIC", crypto::testing::noise(60'000, 1));
  EXPECT_EQ(judge().outcome(), Outcome::not_established) << "one file: it is for a person to say";
  EXPECT_EQ(name(judge().findings.at(0)), "overwritten");
  change("base/CONSULT.MMO", crypto::testing::noise(60'000, 2));
  change("base/cabinet.mdb", crypto::testing::noise(60'000, 3));
  EXPECT_EQ(judge().outcome(), Outcome::failed);
}

TEST_F(Attack, IsSeenWhereABaseIsGoneAndNotWhereItMoved) {
  for (const std::string name : {"PATIENT.FIC", "CONSULT.MMO"}) put_both("base/" + name, base_of_software(900'000));
  const auto take_away = [&](bool leaves_a_copy) {
    for (const std::string name : {"PATIENT.FIC", "CONSULT.MMO"}) {
      reader.now.remove("base/" + name);
      if (leaves_a_copy) reader.now.put_file("new/" + name, base_of_software(904'000, 3));
    }
  };
  take_away(true);
  EXPECT_EQ(judge().outcome(), Outcome::passed);
  for (const std::string name : {"PATIENT.FIC", "CONSULT.MMO"}) reader.now.remove("new/" + name);
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::failed) << told(check);
}

// A mirror tells no content, and files that were copied together have one time.
TEST_F(Attack, IsSeenWhereFilesAreGoneWhoseSizesAndTimesOthersHave) {
  TwoStates alone;
  for (const std::string name :
       {"HelloDoc/PATIENT.FIC", "HelloDoc/CONSULT.MMO", "Base/cabinet.mdb", "Base/AGENDA.FDB"}) {
    alone.before.put_file(name, base_of_software(200'000));
    if (name.starts_with("Base/")) alone.now.put_file(name, base_of_software(200'000));
  }
  auto gathered = gather_attack_evidence(alone, TwoStates::points(), rules(), {});
  ASSERT_TRUE(gathered);
  EXPECT_EQ(judge_not_attacked(*gathered, rules()).outcome(), Outcome::failed);
}

// Letters written again and again, put away by year or on a new computer.
TEST_F(Attack, IsNotSeenWhereFilesThatAreWorkedOnMovedAsTheyWere) {
  const std::vector<std::string> names = {"plan.FIC", "agenda.FIC", "suivi.FIC"};
  for (const std::string& name : names) {
    reader.earlier.put_file("courant/" + name, base_of_software(200'000, 1));
    reader.before.put_file("courant/" + name, base_of_software(200'000, 2));
    reader.now.put_file("archives/2026/" + name, base_of_software(200'000, 2));
    for (io::MemoryTree* tree : {&reader.before, &reader.now})
      tree->set_modified((tree == &reader.now ? "archives/2026/" : "courant/") + name,
                         Instant{} + std::chrono::hours{1});
  }
  std::vector<RestorePoint> points = TwoStates::points();
  points.insert(points.begin(), points.front());
  points.front().id = "earlier";
  EXPECT_NE(judge(points, {.proved_good = "before"}).outcome(), Outcome::failed) << told(judge(points));
  for (const std::string& name : names) reader.now.remove("archives/2026/" + name);
  EXPECT_EQ(judge(points, {.proved_good = "before"}).outcome(), Outcome::failed);
}

// Somebody tidies: the letter is heavy enough, and all that was ever written again in its folder.
TEST_F(Attack, IsNotSeenWhereTheOneLetterWrittenAgainAmongManyIsGone) {
  const auto letter = [](int edition) {
    std::string text;
    while (text.size() < 100'000) text += fmt::format("Suivi {} : tension normale, traitement poursuivi.\n", edition);
    return bytes_of(text);
  };
  const auto all_three = {&reader.earlier, &reader.before, &reader.now};
  for (int i = 0; i < 6; ++i)
    for (io::MemoryTree* tree : all_three) tree->put_file(fmt::format("courriers/2019/suivi{}.txt", i), letter(7));
  reader.earlier.put_file("courriers/2019/lettre.txt", letter(1));
  reader.before.put_file("courriers/2019/lettre.txt", letter(2));
  reader.before.set_modified("courriers/2019/lettre.txt", Instant{} + std::chrono::hours{1});
  std::vector<RestorePoint> points = TwoStates::points();
  points.insert(points.begin(), points.front());
  points.front().id = "earlier";
  const Check check = judge(points, {.proved_good = "before"});
  EXPECT_EQ(check.outcome(), Outcome::passed) << told(check);
  EXPECT_EQ(evidence.working_folders.size(), 1);
}

TEST_F(Attack, IsSeenInFilesFullOfZeros) {
  for (const std::string& path : real_files().paths()) {
    const std::size_t size = real_files().read(path).size();
    reader.now.put_file("practice/" + path, std::vector<std::byte>(size));  // of the same size and time
  }
  EXPECT_EQ(judge().outcome(), Outcome::failed);
}

TEST_F(Attack, IsNotSeenInADocumentInsertedNorInAPasswordSet) {
  std::vector<std::byte> letter = bytes_of(std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) + std::string(504, '\0'));
  const auto text = base_of_software(40'000);
  letter.insert(letter.end(), text.begin(), text.end());
  put_both("courriers/cr.doc", letter);
  put_both("gestion/planning.xls", letter);
  auto longer = letter;
  const auto pdf = crypto::testing::noise(60'000, 1);
  longer.insert(longer.end(), pdf.begin(), pdf.end());
  change("courriers/cr.doc", longer);
  auto locked = crypto::testing::noise(letter.size() + 12'000, 2);
  std::copy_n(letter.begin(), 512, locked.begin());
  change("gestion/planning.xls", locked);
  const Check check = judge();
  EXPECT_NE(check.outcome(), Outcome::failed) << told(check);
}

// Of another version than the one whose mark is known, and much of all there is.
TEST_F(Attack, OfOneLockedDocumentInASmallPracticeIsLeftOpen) {
  TwoStates small;
  std::vector<std::byte> sheet = bytes_of(std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) + std::string(504, '\0'));
  const auto text = base_of_software(40'000);
  sheet.insert(sheet.end(), text.begin(), text.end());
  auto locked = crypto::testing::noise(sheet.size(), 2);
  std::copy_n(sheet.begin(), 512, locked.begin());
  for (const std::string name : {"planning.xls", "garde.xls", "vacances.xls"}) small.before.put_file(name, sheet);
  const auto judged_after = [&](std::size_t locked_sheets) {
    std::size_t number = 0;
    for (const std::string name : {"planning.xls", "garde.xls", "vacances.xls"}) {
      small.now.put_file(name, number < locked_sheets ? locked : sheet);
      small.now.set_modified(name, Instant{} + std::chrono::hours{number++ < locked_sheets ? 1 : 0});
    }
    return judge_not_attacked(*gather_attack_evidence(small, TwoStates::points(), rules(), {}), rules()).outcome();
  };
  EXPECT_EQ(judged_after(1), Outcome::not_established);
  EXPECT_EQ(judged_after(3), Outcome::failed);
}

TEST_F(Attack, LeavesTheQuestionOpenWhereTooLittleWasJudged) {
  put_both("volume", crypto::testing::noise(20'000'000, 1));
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::not_established);
  EXPECT_EQ(check.judgement.judged().left_out.at(0).examples.at(0), "volume");
  EXPECT_EQ(judge(TwoStates::points(), {.proved_good = "before"}).outcome(), Outcome::not_established)
      << "a mirror tells no digest, and nothing proves these bytes";
}

TEST_F(Attack, IsToldByACanary) {
  AttackRequest request;
  request.canaries.emplace("practice/courrier.txt", crypto::sha256(real_files().read("courrier.txt")));
  EXPECT_EQ(judge(TwoStates::points(), request).outcome(), Outcome::passed);
  change("practice/courrier.txt", real_files().read("latin.txt"));
  EXPECT_EQ(name(judge(TwoStates::points(), request).findings.at(0)), "canary-changed");
  reader.now.remove("practice/courrier.txt");
  const Check check = judge(TwoStates::points(), request);
  EXPECT_EQ(check.outcome(), Outcome::failed);
  EXPECT_EQ(name(check.findings.at(0)), "canary-missing");
}

TEST_F(Attack, IsJudgedByContentAloneInTheOnlyRestorePoint) {
  const std::vector<RestorePoint> only{TwoStates::points()[1]};
  EXPECT_EQ(judge(only).outcome(), Outcome::passed);
  change("practice/a.pdf", crypto::testing::noise(9'000, 1));
  EXPECT_EQ(judge(only).outcome(), Outcome::not_established);
  change("practice/b.jpg", crypto::testing::noise(9'000, 2));
  change("practice/c.docx", crypto::testing::noise(9'000, 3));
  EXPECT_EQ(judge(only).outcome(), Outcome::failed);
  for (const std::string& path : reader.now.file_paths()) reader.now.remove(path);
  reader.now.put_file("a.dat", crypto::testing::noise(9'000, 1));
  EXPECT_EQ(judge(only).outcome(), Outcome::not_established);
  std::string records;
  while (records.size() < 9'000) records += "Dossier d’une patiente, né\n";
  for (std::size_t length = 4'090; length < 4'100; ++length)
    reader.now.put_file(fmt::format("{}.dat", length), bytes_of(std::string_view(records).substr(0, length)));
  EXPECT_EQ(judge(only).outcome(), Outcome::not_established) << "a.dat is a sixth of all, and tells nothing";
  reader.now.remove("a.dat");
  EXPECT_EQ(judge(only).outcome(), Outcome::passed) << "text, whatever its name";
  EXPECT_EQ(judge({}).outcome(), Outcome::not_established);
}

TEST_F(Attack, IsToldInTheOnlyRestorePointByAnExtensionAddedToMany) {
  const std::vector<RestorePoint> only{TwoStates::points()[1]};
  for (const std::string name : {"a.pdf", "b.jpg", "c.docx"}) {
    for (const std::string mark : {".gpg", ".P7M", ".001", ".z02", ".ab"})
      reader.now.put_file(name + mark, crypto::testing::noise(9'000, 1));
    EXPECT_EQ(judge(only).outcome(), Outcome::passed) << "what people encrypt or cut themselves";
  }
  reader.now.put_file("a.pdf.x7q", crypto::testing::noise(9'000, 1));
  reader.now.put_file("b.jpg.x7q", crypto::testing::noise(9'000, 2));
  EXPECT_EQ(judge(only).outcome(), Outcome::not_established);
  reader.now.put_file("c.docx.x7q", crypto::testing::noise(9'000, 3));
  EXPECT_EQ(judge(only).outcome(), Outcome::failed);
}

TEST_F(Attack, IsNotRuledOutByAReadingCutShort) {
  AttackRequest request;
  request.spent = [] { return true; };
  EXPECT_EQ(judge(TwoStates::points(), request).outcome(), Outcome::not_established);
}

TEST(AttackOnRestic, IsSeenBetweenTwoRealBackups) {
  const formats::restic::testing::RealRepository repository(2);
  const auto write = [&](const std::string& path, const std::vector<std::byte>& bytes) {
    repository.write(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  };
  for (const std::string& path : real_files().paths()) write(path, real_files().read(path));
  repository.backup();
  write("courrier.txt", real_files().read("latin.txt"));
  repository.backup();
  const auto tree = repository.tree();
  const auto password = formats::restic::testing::RealRepository::password();
  const auto judge = [&] {
    const auto archive = formats::restic::open(*tree, password, 2);
    EXPECT_TRUE(archive);
    const auto points = (*archive)->restore_points([](const formats::Damage&) {}).value();
    const auto gathered = gather_attack_evidence(**archive, points, rules(), {});
    EXPECT_TRUE(gathered);
    return judge_not_attacked(*gathered, rules());
  };
  EXPECT_EQ(judge().outcome(), Outcome::passed);
  for (const std::string& path : real_files().paths()) write(path, real_files().encrypted(path, "aes-256-cbc"));
  repository.backup();
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::failed);
  EXPECT_GE(check.finding_count, real_files().paths().size());
}

// An index that is gone hides every file: they are not deleted, they are not seen.
TEST_F(Attack, IsNotSeenInWhatCouldNotBeListed) {
  reader.now_is_unlisted = true;
  const Check check = judge();
  EXPECT_EQ(check.outcome(), Outcome::not_established);
  EXPECT_EQ(check.judgement.judged().left_out.front().reason, backups::LeftOut::unlisted);
}

}  // namespace
}  // namespace garde::checker
