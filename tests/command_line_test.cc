// Every command as a script uses it: the exit status, data on standard output, talk on standard error; and what a
// person is told when a file is not what it should be.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "actions/practice/library.h"
#include "base/testing/source_directory.h"
#include "base/utf8.h"
#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"
#include "text/french.h"

namespace garde::tests {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr int kFine = 0;
constexpr int kFoundBad = 1;
constexpr int kWrongUse = 2;
constexpr int kNotEstablished = 3;

// The sentences themselves are the catalogue's; what is asked here is which one.
std::string sentence(const Message& message) {
  static const text::Catalogue texts = [] {
    content::Problems problems;
    return text::Catalogue::read(content::Files::from_program(), "fr", problems);
  }();
  EXPECT_TRUE(texts.has(message.key)) << message.key;
  return texts.sentence(message);
}

class CommandLine : public testing::Test {
 protected:
  Ran run(const std::vector<std::string>& words, const std::string& input = "", const std::string& out = "") const {
    return run_garde(folder_.path(), words, input, out);
  }
  Ran assess(const std::string& answers, std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"assess", "--answers", answers};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  // The one line said of a file of which nothing can be kept.
  void expect_refused(const std::string& name, const Message& message) const {
    const Ran ran = assess(name);
    EXPECT_EQ(ran.status, kWrongUse);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err, name + ": " + sentence(message) + "\n");
  }
  void expect_failure(const Ran& ran, const Message& message) const {
    EXPECT_EQ(ran.status, kWrongUse);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err, "garde: " + sentence(message) + "\n");
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      all.push_back(entry.path().filename());
    return all;
  }
  static std::string answers(const std::string& members) {
    return R"({"questionnaire": "2026-11-23", "answers": {)" + members + "}}";
  }

  io::testing::TemporaryFolder folder_;
};

TEST_F(CommandLine, SaysItsVersionAndItsHelpOnStandardOutput) {
  EXPECT_EQ(run({"--version"}).out, run({"version"}).out);
  EXPECT_THAT(run({"version"}).out, StartsWith("garde "));
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, {"help"}, {"--help"}, {"-h"}, {"help", "assess"}, {"assess", "--help"}}) {
    const Ran ran = run(words);
    EXPECT_EQ(ran.status, kFine);
    EXPECT_THAT(ran.out, AllOf(HasSubstr("garde"), EndsWith("\n")));
    EXPECT_EQ(ran.err, "");
  }
  EXPECT_EQ(run({"help", "assess"}).out, run({"assess", "--help"}).out);
}

TEST_F(CommandLine, HelpsWithEveryCommandInFrench) {
  for (const std::string command : {"serve", "questionnaire", "assess", "content check", "help", "version"}) {
    std::string key = command == "content check" ? "content-check" : command;
    const Ran ran = run({"help", command});
    EXPECT_EQ(ran.status, kFine);
    EXPECT_THAT(ran.out, HasSubstr(sentence({"cli." + key + ".details", {}})));
  }
}

TEST_F(CommandLine, ExplainsWrongWordsOnStandardError) {
  expect_failure(run({"dance"}), {"cli.problem.no-such-command", {{"word", "dance"}}});
  expect_failure(run({"help", "dance"}), {"cli.problem.no-such-command", {{"word", "dance"}}});
  expect_failure(assess("x", {"--format", "docx"}), {"cli.problem.format", {{"value", "docx"}}});
  expect_failure(run({"serve", "--listen", "127.0.0.1:99999"}), {"cli.problem.listen", {{"value", "127.0.0.1:99999"}}});
  const Message missing{"cli.problem.missing", {{"option", "--answers"}}};
  const Message value{"cli.problem.value", {{"option", "--answers"}}};
  const Message unknown{"cli.problem.unknown", {{"word", "--colour"}}};
  const auto with_help = [](const Message& message) {
    return "garde: " + sentence(message) + "\ngarde: " + sentence({"cli.see-help", {{"command", "assess"}}}) + "\n";
  };
  EXPECT_EQ(run({"assess"}).err, with_help(missing));
  EXPECT_EQ(run({"assess", "--answers"}).err, with_help(value));
  EXPECT_EQ(run({"assess", "--answers", "x", "--colour"}).err, with_help(unknown));
  EXPECT_EQ(run({"assess"}).status, kWrongUse);
  EXPECT_EQ(run({"assess", "--answers", "x", "--data", "y"}).err, with_help({"cli.problem.assess-both", {}}));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "y"));
}

TEST_F(CommandLine, IsNoWorkerForAPerson) {
  expect_failure(run({"worker"}), {"cli.problem.no-such-command", {{"word", "worker"}}});
}

TEST_F(CommandLine, PrintsTheQuestionnaireTwice) {
  const Ran text = run({"questionnaire"});
  EXPECT_EQ(text.status, kFine);
  EXPECT_THAT(text.out, HasSubstr("[backup-made-agenda]"));
  const Ran json = run({"questionnaire", "--json"});
  EXPECT_EQ(json.status, kFine);
  EXPECT_THAT(json.out, AllOf(StartsWith("{\"version\":\""), EndsWith("}\n")));
  EXPECT_EQ(text.err + json.err, "");
}

TEST_F(CommandLine, WritesThePlanInEveryFormat) {
  write_file(folder_ / "a.json", answers(R"("staff": "few", "practice-name": "Cabinet des Lilas")"));
  const std::vector<std::pair<std::string, std::string>> starts = {{"text", "Votre plan"},
                                                                   {"json", "{\"harms\":["},
                                                                   {"pdf", "%PDF-"},
                                                                   {"csv", "\xEF\xBB\xBF"},
                                                                   {"ics", "BEGIN:VCALENDAR\r\n"}};
  for (const auto& [format, start] : starts) {
    const Ran printed = assess("a.json", {"--format", format});
    EXPECT_EQ(printed.status, kFine) << format;
    EXPECT_THAT(printed.out, StartsWith(start));
    EXPECT_EQ(printed.err, "");
    const Ran written = assess("a.json", {"--format", format, "--output", "plan." + format});
    EXPECT_EQ(written.status, kFine);
    EXPECT_EQ(written.out + written.err, "");
    EXPECT_THAT(read_file(folder_ / ("plan." + format)), StartsWith(start));
  }
}

TEST_F(CommandLine, ReadsAnswersFromStandardInput) {
  const Ran ran = run({"assess", "--answers", "-"}, answers(R"("practice-name": "Cabinet des Lilas")"));
  EXPECT_EQ(ran.status, kFine);
  EXPECT_THAT(ran.out, HasSubstr("Cabinet des Lilas"));
}

TEST_F(CommandLine, NamesThePlaceOfEachAnswerItLeavesOut) {
  write_file(folder_ / "a.json", answers(R"("shoe-size": "42", "staff": "crowd", "wifi": 3, "it-support": "nobody",
                        "it-support": "someone", "updates": ["no"], "practice-name": "Cabinet des Lilas")"));
  const Ran ran = assess("a.json");
  EXPECT_EQ(ran.status, kFoundBad);
  EXPECT_THAT(ran.out, HasSubstr("Cabinet des Lilas"));  // what can be kept is kept
  const auto line = [](const std::string& place, const Message& message) {
    return "a.json: " + place + ": " + sentence(message) + "\n";
  };
  EXPECT_EQ(ran.err, line("shoe-size", {"answers.file.unknown-question", {}}) +
                         line("staff", {"answers.problem.unknown-answer", {{"answer", "crowd"}}}) +
                         line("wifi", {"answers.file.text-expected", {}}) +
                         line("it-support", {"answers.file.twice", {}}) +
                         line("updates", {"answers.file.text-expected", {}}) +
                         "garde: " + sentence({"cli.assess.kept", {}}) + "\n");
}

// Somewhere it is a day later than elsewhere, whatever the hour: a date that is today there is in the future here.
TEST_F(CommandLine, TakesTheZoneOfItsDatesFromAnOption) {
  const Instant now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const text::Zone first = text::Zone::named("Pacific/Kiritimati").take();
  write_file(folder_ / "a.json", answers(fmt::format(R"("software-hosting": "local", "restore-tested-agenda": "yes",
                                    "restore-date-agenda": "{}")",
                                                     to_iso(first.day_of(now)))));
  EXPECT_EQ(assess("a.json", {"--zone", "Pacific/Kiritimati"}).err, "");
  EXPECT_THAT(assess("a.json", {"--zone", "Pacific/Pago_Pago"}).err, HasSubstr("restore-date-agenda"));
  expect_failure(assess("a.json", {"--zone", "Europe/Nulle-Part"}),
                 {"cli.problem.not-a-value", {{"option", "--zone"}, {"value", "Europe/Nulle-Part"}}});
}

TEST_F(CommandLine, KeepsTheAnswersOfAnOlderQuestionnaire) {
  write_file(folder_ / "a.json",
             R"({"questionnaire": "2020-01-01", "answers": {"practice-name": "Cabinet des Lilas"}})");
  const Ran ran = assess("a.json");
  EXPECT_EQ(ran.status, kFoundBad);
  EXPECT_THAT(ran.out, HasSubstr("Cabinet des Lilas"));
  EXPECT_THAT(ran.err, StartsWith("a.json: questionnaire: "));
  EXPECT_THAT(ran.err, HasSubstr("2020-01-01"));
}

TEST_F(CommandLine, SaysWhyAFileHoldsNoAnswersAtAll) {
  write_file(folder_ / "empty.json", "");
  expect_refused("empty.json", {"answers.file.empty", {}});
  write_file(folder_ / "latin-1.json", answers("\"practice-name\": \"\xC9t\xE9\""));
  expect_refused("latin-1.json", {"answers.file.not-utf8", {{"byte", "63"}}});
  write_file(folder_ / "cut.json", "{\"answers\":\n {\"staff\": ");
  expect_refused("cut.json", {"answers.file.not-json", {{"line", "2"}, {"column", "12"}}});
  write_file(folder_ / "plan.json", "{\"plan\": []}");
  expect_refused("plan.json", {"answers.file.no-answers", {}});
  std::filesystem::resize_file(folder_.write("huge.json", "{"), 100'000'000);
  expect_refused("huge.json", {"answers.file.too-large", {{"max", "1"}}});
}

TEST_F(CommandLine, SaysWhyAFileCannotBeRead) {
  expect_failure(assess("missing.json"), {"error.not_found", {{"subject", "missing.json"}}});
  std::filesystem::create_directory(folder_ / "answers");
  expect_failure(assess("answers"), {"cli.input.invalid_input", {{"subject", "answers"}}});
}

TEST_F(CommandLine, LeavesNothingBehindWhereItCannotWrite) {
  write_file(folder_ / "a.json", answers(""));
  std::filesystem::create_directory(folder_ / "folder");
  const auto output = [&](const std::string& path) { return assess("a.json", {"--output", path}); };
  expect_failure(output("no/plan.txt"), {"cli.output.not_found", {{"subject", "no/plan.txt"}}});
  expect_failure(output("folder"), {"cli.output.invalid_input", {{"subject", "folder"}}});
  expect_failure(output("a.json/plan.txt"), {"cli.output.not_found", {{"subject", "a.json/plan.txt"}}});
  EXPECT_THAT(names(), testing::UnorderedElementsAre("a.json", "folder"));
}

// A plan names people, and who may read a document is for them to say.
TEST_F(CommandLine, WritesWhatItsOwnerAloneMayRead) {
  const mode_t before = ::umask(0);
  write_file(folder_ / "a.json", answers(""));
  write_file(folder_ / "there.txt", "before");
  for (const char* name : {"new.txt", "there.txt"}) {
    EXPECT_EQ(assess("a.json", {"--output", name}).status, kFine);
    EXPECT_EQ(std::filesystem::status(folder_ / name).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << name;
  }
  ::umask(before);
}

// One name that prints a verdict, one that paints over it.
TEST_F(CommandLine, ShowsWhatANameHoldsAndObeysNothingInIt) {
  const auto backup = folder_ / "copies";
  std::filesystem::create_directory(backup);
  for (const std::string_view name :
       {std::string_view("c\n[bon]  Tout va bien ?\n.txt"), std::string_view("b\rbien.txt"),
        std::string_view("a\x1b]0;pris\x07\x1b[2J.txt"),
        std::string_view("\xc2\x9b"
                         "31m.txt"),
        std::string_view("\xe2\x80\xae"
                         "fdp.exe.txt"),
        std::string_view("\xff\xfe.txt"), std::string_view("=cmd|'calc'!A0.csv"), std::string_view("{{text}}.txt")})
    write_file(backup / name, "text\x01 broken");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"backup", "drill", "./copies", "--all"}, {"backup", "check", "./copies"}}) {
    for (const bool json : {false, true}) {
      std::vector<std::string> all = words;
      if (json) all.emplace_back("--json");
      const Ran ran = run(all);
      for (const std::string& text : {ran.out, ran.err}) {
        EXPECT_FALSE(has_control_character(text, LineBreaks::allowed)) << text;
        EXPECT_TRUE(is_utf8(text));
        EXPECT_EQ(text.find('\r'), std::string::npos);
        EXPECT_EQ(text.find("\u202e"), std::string::npos);
        EXPECT_EQ(text.find("\n[bon]  Tout va bien ?"), std::string::npos) << "a verdict of its own";
      }
    }
  }
}

TEST_F(CommandLine, NeverReplacesADevice) {
  write_file(folder_ / "a.json", answers(""));
  // A link, so that a program that gets this wrong replaces the link and not the device.
  std::filesystem::create_symlink("/dev/full", folder_ / "full");
  expect_failure(assess("a.json", {"--output", "full"}), {"cli.output.no_space", {{"subject", "full"}}});
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "full"));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
  EXPECT_THAT(names(), testing::UnorderedElementsAre("a.json", "full"));
}

TEST_F(CommandLine, KeepsALinkAndWhatSomebodyElseCalledPart) {
  write_file(folder_ / "a.json", answers(""));
  write_file(folder_ / "real.txt", "before");
  write_file(folder_ / "real.txt.part", "mine");
  std::filesystem::create_symlink("real.txt", folder_ / "link.txt");
  EXPECT_EQ(assess("a.json", {"--output", "link.txt"}).status, kFine);
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "link.txt"));
  EXPECT_THAT(read_file(folder_ / "real.txt"), StartsWith("Votre plan"));
  EXPECT_EQ(read_file(folder_ / "real.txt.part"), "mine");
}

TEST_F(CommandLine, SaysWhenStandardOutputIsFull) {
  write_file(folder_ / "a.json", answers(""));
  for (const std::vector<std::string>& words : {std::vector<std::string>{"questionnaire"},
                                                {"help"},
                                                {"version"},
                                                {"content", "check"},
                                                {"assess", "--answers", "a.json"}}) {
    const Ran ran = run(words, "", "/dev/full");
    EXPECT_EQ(ran.status, kWrongUse) << words.front();
    EXPECT_EQ(ran.err, "garde: " + sentence({"cli.output.incomplete", {}}) + "\n");
  }
}

TEST_F(CommandLine, ChecksItsContentAndFindsWhatIsBroken) {
  EXPECT_EQ(run({"content", "check"}).status, kFine);
  const auto copy = folder_ / "content";
  std::filesystem::copy(source_directory() / "content", copy, std::filesystem::copy_options::recursive);
  const Ran whole = run({"content", "check", "--content", copy});
  EXPECT_EQ(whole.status, kFine) << whole.out;
  const auto file = copy / "questionnaire" / "1-practice.toml";
  std::string text = read_file(file);
  const std::size_t at = text.find("leads_to = [\"");
  ASSERT_NE(at, std::string::npos);
  write_file(file, text.replace(at, 13, "leads_to = [\"no-such-"));
  const Ran broken = run({"content", "check", "--content", copy});
  EXPECT_EQ(broken.status, kFoundBad);
  EXPECT_THAT(broken.out, HasSubstr("1-practice.toml:"));
  EXPECT_EQ(broken.err, "");
  expect_failure(run({"content", "check", "--content", "none"}), {"error.not_found", {{"subject", "none"}}});
}

TEST_F(CommandLine, StatusSaysWhatHoldsAndWhatCannotBeLoaded) {
  const Ran text = run({"status"});
  EXPECT_THAT(text.out, HasSubstr("Landlock"));
  EXPECT_THAT(text.out, HasSubstr("PostgreSQL"));
  const Ran json = run({"status", "--json"});
  EXPECT_THAT(json.out, StartsWith(R"({"computer":{"reading":)"));
  EXPECT_THAT(json.status, AnyOf(kFine, kNotEstablished)) << json.err;
  EXPECT_EQ(json.status, text.status);
}

}  // namespace
}  // namespace garde::tests
