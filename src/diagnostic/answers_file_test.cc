#include "diagnostic/answers_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::diagnostic {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Date kToday = parse_date("2026-11-23").value();
const Instant kNow = start_of(kToday) + std::chrono::hours{9};

Questionnaire small_questionnaire() {
  content::Problems problems;
  const std::string yes_no =
      "[[question.answer]]\nid = \"yes\"\ntext = \"Yes\"\n[[question.answer]]\nid = \"no\"\ntext = \"No\"\n";
  const auto question = [](const std::string& id, const std::string& kind) {
    return "[[question]]\nid = \"" + id + "\"\ntext = \"?\"\nkind = \"" + kind + "\"\n";
  };
  Questionnaire questionnaire = Questionnaire::read(
      content::Files(std::vector<content::File>{
          {"questionnaire/version.toml", "version = \"2026-11-23\"\n"},
          {"questionnaire/data-sets.toml", "[[data_set]]\nid = \"a\"\ntitle = \"A\"\nof_them = \"of a\"\n"},
          {"questionnaire/1.toml", "theme = \"t\"\ntitle = \"T\"\nintro = \"I\"\n" + question("saved", "single") +
                                       yes_no + question("tools", "multiple") + yes_no + question("tested", "date") +
                                       question("name", "text")}}),
      problems);
  EXPECT_THAT(problems, IsEmpty());
  return questionnaire;
}

class AnswersFiles : public ::testing::Test {
 protected:
  tl::expected<AnswersFile, FileProblem> read(std::string_view bytes) const {
    return read_answers_file(questionnaire_, bytes, kNow, kToday);
  }
  // What is said of a file nothing can be read from.
  FileProblem refusal(std::string_view bytes) const {
    const auto file = read(bytes);
    return file ? FileProblem{"", {"read", {}}} : file.error();
  }
  AnswersFile read_answers(const std::string& members) const {
    return read(R"({"questionnaire": "2026-11-23", "answers": {)" + members + "}}").value();
  }
  static FileProblem problem(std::string place, std::string key,
                             std::vector<std::pair<std::string, std::string>> params = {}) {
    return {std::move(place), {std::move(key), std::move(params)}};
  }

  Questionnaire questionnaire_ = small_questionnaire();
};

TEST_F(AnswersFiles, GiveTheAnswersTheyHold) {
  const AnswersFile file = read_answers(
      R"("saved": "no", "tools": ["yes", "no"], "tested": "2026-11-01", "name": "Cabinet \u00e9t\u00e9 \"A\"")");
  EXPECT_THAT(file.problems, IsEmpty());
  EXPECT_EQ(file.version, "2026-11-23");
  EXPECT_EQ(file.answers, (Answers{{QuestionId::of("saved"), {AnswerId::of("no"), kNow}},
                                   {QuestionId::of("tools"), {Choices{AnswerId::of("no"), AnswerId::of("yes")}, kNow}},
                                   {QuestionId::of("tested"), {parse_date("2026-11-01").value(), kNow}},
                                   {QuestionId::of("name"), {std::string("Cabinet été \"A\""), kNow}}}));
}

TEST_F(AnswersFiles, ComeBackAsTheyWereWritten) {
  const AnswersFile file = read_answers(R"("name": "a/b <c> é", "tools": ["yes", "no"], "saved": "yes")");
  const std::string written = write_answers_file(questionnaire_, file.answers);
  EXPECT_EQ(written,
            "{\n  \"questionnaire\": \"2026-11-23\",\n  \"answers\": {\n    \"name\": \"a/b <c> é\",\n"
            "    \"saved\": \"yes\",\n    \"tools\": [\"no\", \"yes\"]\n  }\n}\n");
  EXPECT_EQ(read(written).value().answers, file.answers);
  EXPECT_THAT(read(write_answers_file(questionnaire_, {})).value().answers, IsEmpty());
}

TEST_F(AnswersFiles, MayStandInAnyOrderAndBeginWithAByteOrderMark) {
  const auto file = read("\xEF\xBB\xBF{\"answers\": {\"saved\": \"yes\"}, \"questionnaire\": \"2026-11-23\"}\r\n ");
  ASSERT_TRUE(file);
  EXPECT_THAT(file->problems, IsEmpty());
  EXPECT_THAT(file->answers, SizeIs(1));
}

TEST_F(AnswersFiles, AcceptOneTextForAListOfOne) {
  EXPECT_EQ(read_answers(R"("tools": "yes")").answers, read_answers(R"("tools": ["yes"])").answers);
}

TEST_F(AnswersFiles, KeepWhatCanBeKeptAndNameThePlaceOfTheRest) {
  const AnswersFile file = read_answers(R"(
      "saved": "perhaps", "colour": "blue", "tools": ["yes", 3], "tested": "2027-01-01", "name": ["a"],
      "Not an id\u001b": null)");
  EXPECT_THAT(file.answers, IsEmpty());
  EXPECT_THAT(
      file.problems,
      ElementsAre(problem("saved", "answers.problem.unknown-answer", {{"answer", "perhaps"}}),
                  problem("colour", "answers.file.unknown-question"), problem("tools", "answers.file.list-expected"),
                  problem("tested", "answers.problem.future-date"), problem("name", "answers.file.text-expected"),
                  problem("Not an id?", "answers.file.unknown-question")));
  const AnswersFile half = read_answers(R"("saved": 1, "tools": ["yes"])");
  EXPECT_THAT(half.answers, SizeIs(1));
  EXPECT_THAT(half.problems, ElementsAre(problem("saved", "answers.file.text-expected")));
}

TEST_F(AnswersFiles, RefuseEveryOtherTypeOfValue) {
  for (const char* value : {"1", "-1", "1.5", "18446744073709551615", "true", "null", "{}", R"({"saved": "yes"})", "[]",
                            R"(["yes"])", R"([["yes"]])"}) {
    const AnswersFile file = read_answers(std::string(R"("saved": )") + value + R"(, "name": "N")");
    EXPECT_THAT(file.problems, ElementsAre(problem("saved", "answers.file.text-expected"))) << value;
    EXPECT_THAT(file.answers, SizeIs(1)) << value;
  }
  for (const char* value : {"1", "null", "{}", R"(["yes", null])", R"([["yes"]])", R"([{"a": "yes"}, "no"])"}) {
    const AnswersFile file = read_answers(std::string(R"("tools": )") + value + R"(, "name": "N")");
    EXPECT_THAT(file.problems, ElementsAre(problem("tools", "answers.file.list-expected"))) << value;
    EXPECT_THAT(file.answers, SizeIs(1)) << value;
  }
  EXPECT_THAT(read_answers(R"("tools": [])").problems, ElementsAre(problem("tools", "answers.problem.no-answer")));
}

TEST_F(AnswersFiles, KeepTheFirstOfTwins) {
  const AnswersFile file = read_answers(R"("saved": "no", "saved": "yes", "saved": 3)");
  EXPECT_EQ(file.answers.at(QuestionId::of("saved")).value, Value(AnswerId::of("no")));
  EXPECT_THAT(file.problems,
              ElementsAre(problem("saved", "answers.file.twice"), problem("saved", "answers.file.twice")));
}

TEST_F(AnswersFiles, KeepTheFirstOfTwoAnswersObjects) {
  const auto file = read(R"({"questionnaire": "2026-11-23", "answers": {"saved": "no"}, "answers": {"name": "N"}})");
  ASSERT_TRUE(file);
  EXPECT_THAT(file->answers, SizeIs(1));
  EXPECT_THAT(file->problems, ElementsAre(problem("answers", "answers.file.twice")));
}

TEST_F(AnswersFiles, OfAnotherVersionAreReadAndSaySo) {
  const auto file = read(R"({"questionnaire": "2025-01-01", "answers": {"saved": "no", "gone": "yes"}})");
  ASSERT_TRUE(file);
  EXPECT_THAT(file->answers, SizeIs(1));
  EXPECT_EQ(file->version, "2025-01-01");
  EXPECT_THAT(file->problems, ElementsAre(problem("questionnaire", "answers.file.other-version",
                                                  {{"version", "2025-01-01"}, {"expected", "2026-11-23"}}),
                                          problem("gone", "answers.file.unknown-question")));
}

TEST_F(AnswersFiles, WithoutAVersionAreReadAndSaySo) {
  EXPECT_THAT(read(R"({"answers": {"saved": "no"}})").value().problems,
              ElementsAre(problem("questionnaire", "answers.file.no-version")));
  EXPECT_THAT(read(R"({"questionnaire": 3, "answers": {}, "extra": {"answers": {"saved": "no"}}})").value().problems,
              ElementsAre(problem("questionnaire", "answers.file.text-expected"),
                          problem("extra", "answers.file.unknown-key")));
}

TEST_F(AnswersFiles, WithoutAnswersAreRefused) {
  for (const char* json : {"{}", "[]", "3", "\"answers\"", "null", R"({"answers": []})", R"({"answers": "none"})",
                           R"([{"answers": {}}])", R"({"a": {"answers": {}}})"})
    EXPECT_EQ(refusal(json), problem("", "answers.file.no-answers")) << json;
}

TEST_F(AnswersFiles, ThatAreNotJsonSayWhere) {
  const auto at = [](const char* line, const char* column) {
    return FileProblem{"", {"answers.file.not-json", {{"line", line}, {"column", column}}}};
  };
  EXPECT_EQ(refusal(""), problem("", "answers.file.empty"));
  EXPECT_EQ(refusal("\xEF\xBB\xBF \r\n"), problem("", "answers.file.empty"));
  EXPECT_EQ(refusal("saved = yes"), at("1", "1"));
  EXPECT_EQ(refusal("{\"answers\": {\n  \"saved\": yes}}"), at("2", "12"));
  EXPECT_EQ(refusal("{\"name\": \"é\", x}"), at("1", "15"));
  EXPECT_EQ(refusal("{\"answers\": {}} trailing"), at("1", "17"));
  EXPECT_EQ(refusal("{\"answers\": {},}"), at("1", "16"));
  EXPECT_EQ(refusal("{\"answers\": {}"), at("1", "15"));
  EXPECT_EQ(refusal("// note\n{\"answers\": {}}"), at("1", "1"));
}

TEST_F(AnswersFiles, ThatAreNotUtf8SayAtWhichByte) {
  EXPECT_EQ(refusal("{\"name\": \"\xE9t\xE9\"}"), problem("", "answers.file.not-utf8", {{"byte", "11"}}));
  EXPECT_EQ(refusal(std::string_view("\xFF\xFE{\0", 4)), problem("", "answers.file.not-utf8", {{"byte", "1"}}));
}

TEST_F(AnswersFiles, MayBeOneMebibyteAndNotAByteMore) {
  std::string bytes = R"({"questionnaire": "2026-11-23", "answers": {"saved": "yes"}})";
  bytes.resize(kMaxAnswersFile.value, ' ');
  EXPECT_TRUE(read(bytes));
  bytes += ' ';
  EXPECT_EQ(refusal(bytes), problem("", "answers.file.too-large", {{"max", "1"}}));
}

TEST_F(AnswersFiles, MayBeNestedToTheLimitAndNotDeeper) {
  const auto nested = [](std::size_t depth) {
    return R"({"answers": {}, "x": )" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_TRUE(read(nested(kMaxAnswersFileDepth)));
  EXPECT_EQ(refusal(nested(kMaxAnswersFileDepth + 1)).message.key, "answers.file.too-deep");
  EXPECT_EQ(refusal(std::string(kMaxAnswersFile.value, '[')).message.key, "answers.file.too-deep");
}

TEST_F(AnswersFiles, CountTheProblemsBeyondAPageOfThem) {
  std::string members;
  for (std::size_t i = 0; i < kMaxFileProblems + 7; ++i)
    members += (i == 0 ? "\"x" : ", \"x") + std::to_string(i) + "\": 1";
  const AnswersFile file = read_answers(members);
  ASSERT_THAT(file.problems, SizeIs(kMaxFileProblems + 1));
  EXPECT_EQ(file.problems.back(), problem("", "answers.file.more", {{"count", "7"}}));
}

TEST_F(AnswersFiles, CutAnywhereAreRefusedAndNeverReadByHalves) {
  const std::string whole = write_answers_file(questionnaire_, read_answers(R"("saved": "no", "name": "été")").answers);
  const std::size_t last_brace = whole.rfind('}');
  for (std::size_t length = 0; length <= last_brace; ++length)
    EXPECT_FALSE(read(std::string_view(whole).substr(0, length))) << length;
  EXPECT_TRUE(read(std::string_view(whole).substr(0, last_brace + 1)));
}

}  // namespace
}  // namespace garde::diagnostic
