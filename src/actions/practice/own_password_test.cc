#include "actions/practice/own_password.h"

#include <algorithm>

#include "accounts/breaches/corpus_file.h"
#include "actions/practice/testing/practice_under_test.h"
#include "crypto/sha1.h"

namespace garde::actions {
namespace {

class OwnPassword : public PracticeUnderTest {
 protected:
  // The key of the problem, or nothing.
  std::string judged(std::string_view wanted) {
    const auto problems = judge_new_password(practice(), crypto::SecretBytes::copy_of(wanted));
    EXPECT_TRUE(ok(problems));
    if (problems->empty()) return "";
    EXPECT_EQ(problems->size(), 1U);
    EXPECT_EQ(problems->front().field, "wanted");
    return std::string(problems->front().message.key);
  }
};
GARDE_ON_EVERY_ENGINE(OwnPassword);

constexpr std::string_view kGuessable = "form.problem.password-guessable";
constexpr std::string_view kBreached = "form.problem.password-breached";
constexpr std::string_view kShort = "form.problem.password-short";

TEST_P(OwnPassword, MayBeASmallPhrase) {
  for (const std::string_view fine : {"un cheval vert au galop", "une petite phrase assez longue", "Xq7!vT2#pLw9"})
    EXPECT_EQ(judged(fine), "") << fine;
  EXPECT_EQ(judged(""), "") << "asks for none";
}

TEST_P(OwnPassword, IsNotOneThatIsGuessed) {
  for (const std::string_view weak : {"motdepasse12", "aaaaaaaaaaaa", "garde garde garde", "azertyuiop12",
                                      "            ", "abcabcabcabc", "cabinet medical 2026"})
    EXPECT_NE(judged(weak), "") << weak;
  EXPECT_EQ(judged("aaaaaaaaaaaa"), kGuessable);
}

TEST_P(OwnPassword, IsNoneOfTheCommonOnes) { EXPECT_EQ(judged("azerty123456"), kBreached); }

TEST_P(OwnPassword, IsNotMadeOfThePracticesOwnWords) {
  constexpr std::string_view kOfTheName = "glycineberthoumieu";
  EXPECT_EQ(judged(kOfTheName), "");
  give("practice-name", {"Glycine Berthoumieu"});
  EXPECT_EQ(judged(kOfTheName), kGuessable);
}

TEST_P(OwnPassword, IsNoneOfAListOfLeaksWhenThereIsOne) {
  constexpr std::string_view kLeaked = "un cheval vert au galop";
  const std::filesystem::path list = practice().folder() / "leaks.garde";
  std::vector<std::uint64_t> keys;
  for (const std::string_view password :
       {std::string_view("123456"), std::string_view("password"), std::string_view("azerty"), kLeaked})
    keys.push_back(accounts::key_of(crypto::sha1(std::as_bytes(std::span(password)))));
  std::ranges::sort(keys);
  {
    auto file = accounts::CorpusFile::open(list, 1, 1, keys.size()).take();
    for (const std::uint64_t key : keys) ASSERT_TRUE(file.add(key, 3));
    ASSERT_TRUE(file.complete());
  }
  EXPECT_EQ(judged(kLeaked), kBreached);
  EXPECT_EQ(judged("une petite phrase assez longue"), "");

  std::filesystem::resize_file(list, std::filesystem::file_size(list) - 1);
  EXPECT_EQ(judged(kLeaked), "") << "a list that is cut says nothing, and keeps nobody out";
  EXPECT_EQ(judged("azerty123456"), kBreached) << "the common ones are still known";
}

TEST_P(OwnPassword, IsCountedInCharacters) {
  EXPECT_EQ(judged("éàùçôîâêûë€"), kShort);  // 11
  EXPECT_EQ(judged("éàùçôîâêûë€ñ"), "");     // 12
  EXPECT_EQ(judged(std::string(kMaxPasswordLength + 1, 'x')), "form.problem.too-long");
  EXPECT_EQ(judged("\xff\xfe phrase assez longue"), "form.problem.not-text");
}

}  // namespace
}  // namespace garde::actions
