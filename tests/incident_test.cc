// An incident through the real program: the deadlines as JSON, a journal that shows what is done to it, evidence that
// other people's tools verify. sha256sum and the exported script are the oracles.
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/json.hpp>

#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"

namespace garde::tests {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

constexpr int kFine = 0;
constexpr int kFoundBad = 1;
constexpr int kWrongUse = 2;

class AnIncident : public testing::Test {
 protected:
  Ran run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", (folder_ / "data").string()});
    return run_garde(folder_.path(), words);
  }
  Ran open(const std::string& situation, const std::string& alert, std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"incident", "open", "--situation", situation, "--alert", alert};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  json::object status() const { return json::parse(run({"incident", "status", "--json"}).out).as_object(); }
  json::object clock(std::string_view rule) const {
    const json::object found = status();
    for (const json::value& clock : found.at("clocks").as_array())
      if (clock.at("rule").as_string() == rule) return clock.as_object();
    ADD_FAILURE() << "no clock " << rule;
    return {};
  }
  std::filesystem::path journal() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "data/incidents"))
      return entry.path() / "journal.garde";
    return {};
  }
  // Without --data: it trusts nothing but the file.
  Ran verify(const std::filesystem::path& file, const std::string& witness = "") const {
    std::vector<std::string> words{"journal", "verify", file.string()};
    if (!witness.empty()) words.insert(words.end(), {"--witness", witness});
    return run_garde(folder_.path(), words);
  }
  std::string witness() const { return std::string(status().at("journal").at("witness").as_string()); }
  static int shell(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()); }
  static int sha256sum(const std::filesystem::path& bag) {
    return shell("cd '" + bag.string() + "' && sha256sum --strict -c manifest-sha256.txt tagmanifest-sha256.txt");
  }

  io::testing::TemporaryFolder folder_;
};

TEST_F(AnIncident, CountsSeventyTwoElapsedHoursAcrossBothChangesOfTheClock) {
  const std::string autumn = "2026-10-23T18:30:00+02:00";
  ASSERT_EQ(open("ransom", autumn, {"--aware", autumn}).status, kFine);
  EXPECT_EQ(clock("cnil-initial").at("due"), "2026-10-26T16:30:00.000Z");  // 17:30 in Paris
  const std::string spring = "2026-03-27T18:30:00+01:00";
  ASSERT_EQ(open("ransom", spring, {"--aware", spring}).status, kFine);
  EXPECT_EQ(clock("cnil-initial").at("due"), "2026-03-30T17:30:00.000Z");  // 19:30 in Paris
}

TEST_F(AnIncident, AtTheVendorIsOpenedByEitherOfItsWordsAndRecordedByTheFirst) {
  for (const std::string word : {"vendor", "editor"}) {
    ASSERT_EQ(open(word, "2026-11-02T08:00:00Z").status, kFine) << word;
    EXPECT_EQ(status().at("situation"), "editor") << "what a journal of an earlier version says, too";
  }
}

TEST_F(AnIncident, FollowsAnAwarenessCorrectedLaterAndKeepsTheReason) {
  open("suspicious", "2026-11-02T08:00:00Z", {"--aware", "2026-11-02T09:00:00Z"});
  ASSERT_EQ(run({"incident", "aware", "2026-11-02T12:00:00Z", "--reason", "Le technicien confirme"}).status, kFine);
  const json::object cnil = clock("cnil-initial");
  EXPECT_EQ(cnil.at("start"), "2026-11-02T12:00:00.000Z");
  EXPECT_EQ(cnil.at("start_reason"), "Le technicien confirme");
  EXPECT_EQ(cnil.at("earliest_due"), "2026-11-05T08:00:00.000Z");
  EXPECT_EQ(cnil.at("state"), "late");
  run({"incident", "declare", "cnil-initial", "--at", "2026-11-04T08:00:00Z", "--number", "42"});
  EXPECT_EQ(clock("cnil-initial").at("state"), "met");
  EXPECT_EQ(clock("cnil-complement").at("due"), "2026-11-07T08:00:00.000Z");
}

TEST_F(AnIncident, RefusesAnAwarenessThatCannotBe) {
  EXPECT_EQ(open("ransom", "2026-11-02T08:00:00Z", {"--aware", "2026-11-01T08:00:00Z"}).status, kWrongUse);
  EXPECT_EQ(open("ransom", "2199-01-01T00:00:00Z").status, kWrongUse);
  EXPECT_EQ(open("ransom", "hier soir").status, kWrongUse);
  EXPECT_EQ(open("ransom", "2026-11-02T08:00:00").status, kWrongUse);  // no zone
  EXPECT_EQ(open("flood", "2026-11-02T08:00:00Z").status, kWrongUse);
  EXPECT_EQ(run({"incident", "status"}).status, kWrongUse);  // none of them opened anything
  ASSERT_EQ(open("ransom", "2026-11-02T08:00:00Z").status, kFine);
  EXPECT_EQ(run({"incident", "aware", "2199-01-01T00:00:00Z", "--reason", "x"}).status, kWrongUse);
  EXPECT_EQ(run({"incident", "aware", "2026-11-01T08:00:00Z", "--reason", "x"}).status, kWrongUse);
  EXPECT_EQ(status().at("journal").at("entries"), 1);
}

TEST_F(AnIncident, ShowsACutEndOnlyToAWitness) {
  open("ransom", "2026-11-02T08:00:00Z");
  run({"incident", "note", "Écran de rançon à l’accueil"});
  const std::string before = read_file(journal());
  run({"incident", "note", "Réseau débranché", "--fact-time", "2026-11-02T08:10:00Z"});
  const std::string words = witness();
  EXPECT_EQ(verify(journal(), words).status, kFine);
  write_file(folder_ / "old.garde", before);
  EXPECT_EQ(verify(folder_ / "old.garde").status, kFine);
  EXPECT_THAT(verify(folder_ / "old.garde").out, HasSubstr("--witness"));
  EXPECT_EQ(verify(folder_ / "old.garde", words).status, kFoundBad);
  // Put back in its place, it shows by what the database remembers.
  write_file(journal(), before);
  EXPECT_EQ(run({"incident", "status"}).status, kFoundBad);
  EXPECT_EQ(status().at("journal").at("against_database"), "shorter");
}

TEST_F(AnIncident, NamesTheEntryThatWasChanged) {
  open("ransom", "2026-11-02T08:00:00Z");
  run({"incident", "note", "payer"});
  run({"incident", "note", "autre"});
  std::string bytes = read_file(journal());
  bytes[bytes.find("payer")] = 'P';
  write_file(journal(), bytes);
  const Ran ran = run_garde(folder_.path(), {"journal", "verify", journal().string(), "--json"});
  EXPECT_EQ(ran.status, kFoundBad);
  EXPECT_EQ(json::parse(ran.out).at("damage").at(0).at("entry"), 2);
  EXPECT_EQ(run({"incident", "note", "Encore"}).status, kWrongUse);  // nothing is added to it
  EXPECT_EQ(read_file(journal()), bytes);
}

TEST_F(AnIncident, LosesNothingWhenTwoWriteAtOnce) {
  open("ransom", "2026-11-02T08:00:00Z");
  constexpr int kEach = 4;
  const auto write = [&] {
    for (int i = 0; i < kEach; ++i) EXPECT_EQ(run({"incident", "note", "Une note"}).status, kFine);
  };
  std::thread other(write);
  write();
  other.join();
  EXPECT_EQ(status().at("journal").at("entries"), 1 + 2 * kEach);
  EXPECT_EQ(verify(journal()).status, kFine);
}

TEST_F(AnIncident, KeepsAGateClosedUntilThePhraseIsTyped) {
  open("ransom", "2026-11-02T08:00:00Z");
  EXPECT_EQ(run({"incident", "gate", "--gate", "restore", "--override", "oui", "--reason", "vite"}).status, kWrongUse);
  EXPECT_EQ(status().at("gates").at(0).at("state"), "closed");
  EXPECT_EQ(run({"incident", "gate", "--gate", "restore", "--override", "je passe outre", "--reason", "vite"}).status,
            kFine);
  EXPECT_EQ(status().at("gates").at(0).at("state"), "overridden");
}

TEST_F(AnIncident, MarksAnExerciseEverywhere) {
  const Ran ran = open("ransom", "2026-11-02T08:00:00Z", {"--exercise"});
  EXPECT_THAT(ran.out, HasSubstr("EXERCICE"));
  EXPECT_EQ(status().at("exercise"), true);
  EXPECT_THAT(journal().string(), HasSubstr("exercice-"));
  const std::string bytes = read_file(journal());
  EXPECT_THAT(bytes, HasSubstr("exercise yes"));
  EXPECT_THAT(bytes, Not(HasSubstr("exercise no")));
}

TEST_F(AnIncident, CollectsABagThatSha256sumVerifies) {
  open("ransom", "2026-11-02T08:00:00Z");
  const auto sample = folder_.write("touchés/compte rendu.doc.locked", "chiffré");
  const auto note = folder_.write("LIRE.txt", "Payez");
  const Ran ran = run({"incident", "collect", "--ransom-note", note.string(), "--sample", sample.string(), "--output",
                       (folder_ / "stick").string(), "--json"});
  ASSERT_EQ(ran.status, kFine) << ran.err;
  const json::value collected = json::parse(ran.out);
  const std::filesystem::path bag(std::string(collected.at("bag").as_string()));
  EXPECT_EQ(sha256sum(bag), 0);
  EXPECT_EQ(read_file(bag / "data/samples/compte rendu.doc.locked"), "chiffré");
  EXPECT_EQ(read_file(bag / "data/ransom-note/LIRE.txt"), "Payez");
  EXPECT_THAT(read_file(bag / "data/processes/processes.txt"), HasSubstr("garde"));
  EXPECT_THAT(read_file(bag / "data/not-collected.tsv"), HasSubstr("for a technician"));
  EXPECT_THAT(read_file(journal()), HasSubstr(std::string(collected.at("seal").as_string())));
  write_file(bag / "data/ransom-note/LIRE.txt", "Ne payez pas");
  EXPECT_NE(sha256sum(bag), 0);
}

TEST_F(AnIncident, TakesNeitherADeviceNorALinkAndSaysSo) {
  open("ransom", "2026-11-02T08:00:00Z");
  std::filesystem::create_directories(folder_ / "touchés");
  std::filesystem::create_symlink(folder_ / "touchés", folder_ / "touchés/boucle");
  ASSERT_EQ(::mkfifo((folder_ / "tube").c_str(), 0600), 0);
  folder_.write("touchés/a.locked", "a");
  const Ran ran = run({"incident", "collect", "--sample", "/dev/zero", "--sample", (folder_ / "tube").string(),
                       "--file", (folder_ / "touchés").string(), "--sample", (folder_ / "absent").string(), "--json"});
  EXPECT_EQ(ran.status, kFoundBad);
  const json::value collected = json::parse(ran.out);
  std::set<std::string> missing;
  for (const json::value& one : collected.at("not_collected").as_array())
    missing.insert(std::string(one.at("what").as_string()));
  for (const std::string& what : {std::string("/dev/zero"), (folder_ / "tube").string(), (folder_ / "absent").string(),
                                  (folder_ / "touchés/boucle").string()})
    EXPECT_TRUE(missing.contains(what)) << what;
  const std::filesystem::path bag(std::string(collected.at("bag").as_string()));
  EXPECT_EQ(read_file(bag / "data/files/touchés/a.locked"), "a");
  EXPECT_EQ(sha256sum(bag), 0);
}

// A sparse file stands for eight terabytes of evidence: more than any disk of ours.
TEST_F(AnIncident, LeavesWhatDoesNotFitAndTakesTheRest) {
  open("ransom", "2026-11-02T08:00:00Z");
  const auto huge = folder_.write("huge.img", "");
  ASSERT_EQ(::truncate(huge.c_str(), off_t{1} << 43), 0);
  const auto note = folder_.write("LIRE.txt", "Payez");
  const Ran ran = run({"incident", "collect", "--file", huge.string(), "--ransom-note", note.string(), "--json"});
  EXPECT_EQ(ran.status, kFoundBad);
  EXPECT_THAT(ran.out, HasSubstr("no_space"));
  const std::filesystem::path bag(std::string(json::parse(ran.out).at("bag").as_string()));
  EXPECT_EQ(read_file(bag / "data/ransom-note/LIRE.txt"), "Payez");
  EXPECT_EQ(sha256sum(bag), 0);
}

TEST_F(AnIncident, ExportsABagAndAJournalThatPublicToolsVerify) {
  open("ransom", "2026-11-02T08:00:00Z");
  run({"incident", "note", "Réseau débranché"});
  run({"incident", "collect", "--ransom-note", folder_.write("LIRE.txt", "Payez").string()});
  const std::filesystem::path out = folder_ / "export";
  ASSERT_EQ(run({"incident", "export", "--output", out.string()}).status, kFine);
  EXPECT_EQ(sha256sum(out), 0);
  EXPECT_EQ(sha256sum(out / "data/collected/1"), 0);
  EXPECT_EQ(shell("cd '" + (out / "data/journal").string() + "' && sh verify.sh"), 0);
  EXPECT_EQ(verify(out / "data/journal/journal.garde").status, kFine);
  EXPECT_EQ(run({"incident", "export", "--output", out.string()}).status, kWrongUse);  // never over another one
}

TEST_F(AnIncident, NamesTheBackupThatLostARestorePoint) {
  for (const std::string day : {"2026-10-30", "2026-10-31"}) {
    folder_.write("disk/sauvegarde-" + day + ".tar", "");
    ASSERT_EQ(shell("cd '" + (folder_ / "disk").string() + "' && echo dossier > d && tar -cf sauvegarde-" + day +
                    ".tar d && rm d && touch -d " + day + " sauvegarde-" + day + ".tar"),
              0);
  }
  const Ran added = run(
      {"backup", "add", (folder_ / "disk").string(), "--name", "Disque du bureau", "--data-set", "patient-records"});
  ASSERT_EQ(added.status, kFine) << added.err;
  const Ran opened = open("ransom", "2026-11-02T08:00:00Z");
  EXPECT_THAT(opened.err, HasSubstr("Disque du bureau"));
  const json::value before = status().at("backups").as_array().at(0);
  EXPECT_EQ(before.at("restore_points"), 2);
  EXPECT_EQ(before.at("outcome"), "same");
  std::filesystem::remove(folder_ / "disk/sauvegarde-2026-10-30.tar");
  const json::value after = status().at("backups").as_array().at(0);
  EXPECT_EQ(after.at("outcome"), "lost");
  EXPECT_EQ(after.at("lost"), true);
  EXPECT_THAT(run({"incident", "status"}).out, HasSubstr("2026-10-30"));
}

// The authority is OpenSSL's own command.
TEST_F(AnIncident, IsTimestampedByAnAuthorityThatOpensslVerifies) {
  folder_.write("tsa.cnf",
                "[req]\ndistinguished_name = name\n[name]\n[ca]\nbasicConstraints = critical, CA:true\n"
                "[tsa]\nextendedKeyUsage = critical, timeStamping\n"
                "[tsa_section]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n"
                "digests = sha256\n");
  folder_.write("serial", "01\n");
  const std::string in = "cd '" + folder_.path().string() + "' && ";
  ASSERT_EQ(shell(in + "openssl req -x509 -newkey ed25519 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca "
                       "-config tsa.cnf -extensions ca && openssl req -newkey rsa:2048 -nodes -keyout tsa.key "
                       "-out tsa.csr -subj /CN=tsa -config tsa.cnf && openssl x509 -req -in tsa.csr -CA ca.pem -CAkey "
                       "ca.key -CAcreateserial -days 2 -extfile tsa.cnf -extensions tsa -out tsa.pem"),
            0);
  open("ransom", "2026-11-02T08:00:00Z");
  run({"incident", "note", "Réseau débranché"});
  const std::string query = (folder_ / "q.tsq").string();
  const std::string answer = (folder_ / "r.tsr").string();
  const std::string ca = (folder_ / "ca.pem").string();
  ASSERT_EQ(run({"incident", "timestamp", "--output", query}).status, kFine);
  ASSERT_EQ(shell(in + "openssl ts -reply -config tsa.cnf -section tsa_section -queryfile q.tsq -signer tsa.pem -inkey "
                       "tsa.key -out r.tsr"),
            0);
  run({"incident", "note", "Le journal continue"});  // the answer is of what was there before
  EXPECT_EQ(run({"incident", "timestamp", "--response", answer, "--ca", query}).status, kFoundBad);
  EXPECT_EQ(run({"incident", "timestamp", "--response", ca, "--ca", ca}).status, kFoundBad);
  EXPECT_EQ(run({"incident", "timestamp"}).status, kWrongUse);
  const Ran kept = run({"incident", "timestamp", "--response", answer, "--ca", ca, "--json"});
  ASSERT_EQ(kept.status, kFine) << kept.err;
  EXPECT_EQ(json::parse(kept.out).at("timestamps").as_array().at(0).at("entries"), 2);

  const std::filesystem::path out = folder_ / "export";
  ASSERT_EQ(run({"incident", "export", "--output", out.string()}).status, kFine);
  std::filesystem::path stamped;
  for (const auto& entry : std::filesystem::directory_iterator(out / "data/journal/timestamps")) stamped = entry.path();
  EXPECT_EQ(shell("cd '" + stamped.string() +
                  "' && openssl ts -verify -data checkpoint.txt -in answer.tsr -CAfile certificates.pem"),
            0);
  write_file(stamped / "checkpoint.txt", read_file(stamped / "checkpoint.txt") + " ");
  EXPECT_NE(shell("cd '" + stamped.string() +
                  "' && openssl ts -verify -data checkpoint.txt -in answer.tsr -CAfile certificates.pem"),
            0);
}

TEST_F(AnIncident, IsClosedOnceWithItsCriteriaOrAReason) {
  open("lost", "2026-11-02T08:00:00Z");
  EXPECT_EQ(run({"incident", "close"}).status, kWrongUse);
  EXPECT_EQ(run({"incident", "close", "--text", "Retrouvé"}).status, kFine);
  EXPECT_EQ(run({"incident", "note", "Après"}).status, kWrongUse);
  EXPECT_NE(status().at("closed"), nullptr);
}

}  // namespace
}  // namespace garde::tests
