// What an earlier version recorded never changes its meaning: a practice's data, a journal and an export made by
// 4f70ee7 open, verify and say the same; every word of its command line is still understood.
// tests/fixtures/4f70ee7/README.md.
#include <cstdlib>
#include <map>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/source_directory.h"
#include "tests/recorded_data.h"

namespace garde::tests {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using testing::UnorderedElementsAre;

constexpr const char* kVersion = "4f70ee7";
constexpr int kFine = 0;
constexpr int kWrongUse = 2;
constexpr std::int64_t kYears = std::int64_t{10} * 365 * 24 * 3600;  // seconds, about ten of them

std::string without_entities(std::string text) {
  for (const auto& [entity, character] :
       {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
    for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos;
         at += std::string_view(character).size())
      text.replace(at, std::string_view(entity).size(), character);
  return text;
}

bool is_page(const http::Answer& answer) {
  return answer.headers.get("Content-Type").value_or("").starts_with("text/html") &&
         !answer.headers.get("Content-Disposition");
}

// Places of ours that a page leads to; not those that change something when they are fetched, or let nobody back.
std::set<std::string> links_of(const std::string& page) {
  static const std::regex kLink("(?:href|src)=\"(/[^\"#]*)");
  std::set<std::string> links;
  for (std::sregex_iterator link(page.begin(), page.end(), kLink), end; link != end; ++link) {
    const std::string address = without_entities((*link)[1]);
    if (!address.ends_with("/canary") && !address.starts_with("/assets/")) links.insert(address);
  }
  return links;
}

std::vector<std::string> texts_of(const json::value& array) {
  std::vector<std::string> texts;
  for (const json::value& one : array.as_array()) texts.emplace_back(one.as_string());
  return texts;
}

// Every page from the first one on and those of `more`, by address, with what they answered.
std::map<std::string, http::Answer> walk(const Browser& browser, const std::vector<std::string>& more) {
  std::map<std::string, http::Answer> answers;
  std::set<std::string> left(more.begin(), more.end());
  left.insert("/");
  while (!left.empty()) {
    const std::string address = left.extract(left.begin()).value();
    const http::Answer& answer = answers[address] = browser.get(address);
    std::set<std::string> found;
    if (answer.status == 303) found.insert(std::string(answer.headers.get("Location").value_or("/")));
    if (answer.status == 200 && is_page(answer)) found = links_of(answer.body);
    for (const std::string& link : found)
      if (!answers.contains(link)) left.insert(link);
  }
  return answers;
}

// Where `now` no longer says what `before` said; what it says besides is new.
void compare(const json::value& before, const json::value& now, const std::string& place,
             std::vector<std::string>& changes) {
  if (before.is_object() && now.is_object()) {
    for (const auto& [name, value] : before.as_object()) {
      const json::value* found = now.as_object().if_contains(name);
      const std::string inner = place + "." + std::string(name);
      if (found == nullptr)
        changes.push_back(inner + " is gone");
      else
        compare(value, *found, inner, changes);
    }
  } else if (before.is_array() && now.is_array() && before.as_array().size() == now.as_array().size()) {
    for (std::size_t i = 0; i < before.as_array().size(); ++i)
      compare(before.at(i), now.at(i), place + "[" + std::to_string(i) + "]", changes);
  } else if (before != now) {
    changes.push_back(place + ": " + json::serialize(before) + " became " + json::serialize(now));
  }
}

std::vector<std::string> changes_of(const json::value& before, const json::value& now) {
  std::vector<std::string> changes;
  compare(before, now, "", changes);
  return changes;
}

// What a run that passed then says now: kept without what it had judged, it proves nothing until the next (decision
// 022).
void take_back_unearned_outcomes(json::value& run) {
  if (json::array* checks = run.is_array() ? &run.as_array() : nullptr) {
    for (json::value& one : *checks) take_back_unearned_outcomes(one);
  } else if (json::object* found = run.is_object() ? &run.as_object() : nullptr) {
    if (json::value* outcome = found->if_contains("outcome"); outcome != nullptr && *outcome == "passed")
      *outcome = "not_established";
    if (json::value* inner = found->if_contains("checks")) take_back_unearned_outcomes(*inner);
  }
}

// Of what a command told: the runs that were kept. What it looks at now is told by what it judges now.
json::value as_decided_since(json::value told) {
  if (json::object* document = told.is_object() ? &told.as_object() : nullptr) {
    if (json::value* runs = document->if_contains("runs")) take_back_unearned_outcomes(*runs);
  } else if (json::array* destinations = told.is_array() ? &told.as_array() : nullptr) {
    for (json::value& destination : *destinations)
      for (const char* last : {"last_check", "last_drill"})
        if (json::value* run = destination.as_object().if_contains(last)) take_back_unearned_outcomes(*run);
  }
  return told;
}

// As recorded.json names it.
std::string without_folder(std::string text, const std::filesystem::path& folder) {
  for (std::size_t at = 0; (at = text.find(folder.string(), at)) != std::string::npos;)
    text.replace(at, folder.string().size(), "{folder}");
  return text;
}

// The pages, fetched once for the tests that look at them.
class RecordedPages : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    recorded_ = std::make_unique<RecordedData>(kVersion);
    const FixedClock clock(recorded_->hour());
    const RunningGarde garde(recorded_->data());
    Browser browser(garde);
    ASSERT_TRUE(browser.sign_in(recorded_->fact("password")));
    answers_ = walk(browser, texts_of(recorded_->facts().at("pages")));
    plan_ = browser.get("/plan.json");
  }
  static void TearDownTestSuite() {
    recorded_.reset();
    answers_.clear();
  }
  static std::string page(const std::string& address) { return without_entities(answers_.at(address).body); }

  inline static std::unique_ptr<RecordedData> recorded_;
  inline static std::map<std::string, http::Answer> answers_;
  inline static http::Answer plan_;
};

TEST_F(RecordedPages, AllAnswer) {
  EXPECT_GE(answers_.size(), recorded_->facts().at("pages").as_array().size());
  for (const auto& [address, answer] : answers_) EXPECT_TRUE(answer.status == 200 || answer.status == 303) << address;
}

TEST_F(RecordedPages, ShowWhatPeopleWrote) {
  std::string everything;
  for (const auto& [address, answer] : answers_)
    if (answer.headers.get("Content-Type").value_or("").starts_with("text/html"))
      everything += without_entities(answer.body);
  for (const std::string& text : texts_of(recorded_->facts().at("typed"))) EXPECT_THAT(everything, HasSubstr(text));
}

TEST_F(RecordedPages, NameWhatEachRunFound) {
  for (const auto& [address, subjects] : recorded_->facts().at("findings").as_object())
    for (const std::string& subject : texts_of(subjects))
      EXPECT_NE(page(address).find(subject), std::string::npos) << address << ": " << subject;
}

TEST_F(RecordedPages, KeepEveryTickOfThePlanThatWasEarned) {
  const json::value plan = json::parse(plan_.body);
  json::object ticks;
  for (const json::value& action : plan.at("plan").as_array()) {
    json::object steps;
    for (const json::value& step : action.at("steps").as_array()) steps[step.at("id").as_string()] = step.at("proof");
    ticks[action.at("id").as_string()] = {
        {"owner", action.at("owner")}, {"due", action.at("due")}, {"note", action.at("note")}, {"steps", steps}};
  }
  // Those that rest on runs kept without what they had judged are gone: only the provider's word is left (decision
  // 022).
  EXPECT_THAT(changes_of(recorded_->facts().at("plan"), ticks),
              UnorderedElementsAre(R"(.test-a-restore.steps.restore-patient-records: "measured" became "none")",
                                   R"(.test-a-restore.steps.restore-agenda: "measured" became "none")",
                                   R"(.automate-backups.steps.automatic-patient-records: "measured" became "none")",
                                   R"(.automate-backups.steps.automatic-agenda: "measured" became "attested")"));
}

// A look at the backups of the open incident adds to its journal; what stood in it stands.
TEST_F(RecordedPages, LeaveWhatWasRecordedAsItWas) {
  const std::filesystem::path kept = source_directory() / "tests/fixtures" / kVersion;
  for (const auto& incident : std::filesystem::directory_iterator(kept / "data/incidents")) {
    const auto name = incident.path().filename();
    EXPECT_THAT(read_file(recorded_->data() / "incidents" / name / "journal.garde"),
                StartsWith(read_file(incident.path() / "journal.garde")));
  }
}

TEST(RecordedDataTest, OpensYearsLaterWithItsPassword) {
  const RecordedData recorded(kVersion);
  const FixedClock clock(recorded.hour() + kYears);
  const RunningGarde garde(recorded.data());
  Browser browser(garde, recorded.fact("cookie"));
  EXPECT_EQ(browser.get("/").status, 403) << "a session ends with the program";
  EXPECT_FALSE(browser.sign_in("une autre phrase"));
  ASSERT_TRUE(browser.sign_in(recorded.fact("password")));
  for (const auto& [address, answer] : walk(browser, texts_of(recorded.facts().at("pages"))))
    EXPECT_TRUE(answer.status == 200 || answer.status == 303) << address;
}

TEST(RecordedDataTest, IsToldAsBeforeByCommandsThatAllUnderstandTheirWords) {
  const RecordedData recorded(kVersion);
  recorded.bring_back("Disque USB", "backups/restic");
  const FixedClock clock(recorded.hour());
  for (const json::value& command : recorded.facts().at("commands").as_array()) {
    const std::vector<std::string> words = texts_of(command.at("words"));
    const Ran ran = run_garde(recorded.folder(), words);
    EXPECT_TRUE(ran.status >= kFine && ran.status != kWrongUse) << command.at("words") << " " << ran.err;
    const json::value* told = command.as_object().if_contains("json");
    if (told == nullptr) continue;
    EXPECT_THAT(changes_of(as_decided_since(*told), json::parse(without_folder(ran.out, recorded.folder()))), IsEmpty())
        << command.at("words");
  }
}

TEST(RecordedDataTest, HoldsAnExportThatVerifiesWithoutGarde) {
  const RecordedData recorded(kVersion);
  const std::string bag = (recorded.folder() / "export").string();
  const auto shell = [](const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()); };
  EXPECT_EQ(shell("cd '" + bag + "' && sha256sum --strict -c manifest-sha256.txt tagmanifest-sha256.txt"), 0);
  EXPECT_EQ(shell("cd '" + bag + "/data/journal' && sh verify.sh"), 0);
}

TEST(RecordedDataTest, HoldsJournalsThatVerify) {
  const RecordedData recorded(kVersion);
  std::size_t journals = 0;
  for (const auto& incident : std::filesystem::directory_iterator(recorded.data() / "incidents")) {
    const Ran ran = run_garde(recorded.folder(), {"journal", "verify", incident.path().string()});
    EXPECT_EQ(ran.status, kFine) << ran.out;
    ++journals;
  }
  EXPECT_EQ(journals, 4U);
}

}  // namespace
}  // namespace garde::tests
