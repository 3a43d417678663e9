#include "actions/practice/sign_in.h"

#include <atomic>
#include <thread>
#include <vector>

#include "actions/practice/testing/practice_under_test.h"

namespace garde::actions {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr std::string_view kPassword = "un cheval vert au galop";

crypto::SecretBytes secret(std::string_view text) { return crypto::SecretBytes::copy_of(text); }

class SigningIn : public PracticeUnderTest {
 protected:
  // The session opened, or nothing.
  std::optional<OpenSession> open_link(std::string_view token) { return taken(sign_in_.open_link(token)); }
  std::optional<OpenSession> give_password(std::string_view password, std::string_view browser = {}) {
    return taken(sign_in_.give_password(secret(password), browser));
  }
  SignIn::Refusal refusal(std::string_view password, std::string_view browser = {}) {
    const auto outcome = sign_in_.give_password(secret(password), browser);
    EXPECT_TRUE(ok(outcome));
    EXPECT_FALSE(outcome->has_value());
    return outcome->error();
  }
  bool is_open(const OpenSession& session) {
    const auto found = sign_in_.find(session.token);
    EXPECT_TRUE(ok(found));
    return found->has_value();
  }
  FieldProblems set_password(const OpenSession& keep, std::string_view current, std::string_view wanted) {
    const auto problems = sign_in_.set_password(keep.token, secret(current), secret(wanted));
    EXPECT_TRUE(ok(problems));
    return *problems;
  }
  // The session that set kPassword.
  OpenSession with_password() {
    const OpenSession session = open_link(sign_in_.new_link_token()).value();
    EXPECT_THAT(set_password(session, "", kPassword), IsEmpty());
    return session;
  }

  void wait(std::chrono::milliseconds time) { moment_ += time; }

  SignIn sign_in_{practice(), [this] { return moment_; }};

 private:
  Tries::Moment moment_{};
  static std::optional<OpenSession> taken(const Result<SignIn::Outcome>& outcome) {
    EXPECT_TRUE(ok(outcome));
    return *outcome ? std::optional(**outcome) : std::nullopt;
  }
};
GARDE_ON_EVERY_ENGINE(SigningIn);

TEST_P(SigningIn, OpensALinkOnce) {
  const std::string token = sign_in_.new_link_token();
  const auto session = open_link(token);
  ASSERT_TRUE(session);
  EXPECT_TRUE(is_open(*session));
  EXPECT_FALSE(open_link(token));
  EXPECT_TRUE(is_open(*session));
}

TEST_P(SigningIn, OpensOnlyTheLastLink) {
  const std::string before = sign_in_.new_link_token();
  const std::string last = sign_in_.new_link_token();
  EXPECT_FALSE(open_link(before));
  EXPECT_TRUE(open_link(last));
}

TEST_P(SigningIn, KeepsTheLinkWhenAnotherTokenIsTried) {
  const std::string token = sign_in_.new_link_token();
  EXPECT_FALSE(open_link(""));
  EXPECT_FALSE(open_link(std::string(64, '0')));
  EXPECT_TRUE(open_link(token));
}

TEST_P(SigningIn, KnowsNoSessionItDidNotOpen) {
  EXPECT_FALSE(is_open({"", ""}));
  EXPECT_FALSE(is_open({std::string(64, 'a'), ""}));
}

TEST_P(SigningIn, GivesEachSessionTokensOfItsOwn) {
  const auto first = open_link(sign_in_.new_link_token()).value();
  const auto second = open_link(sign_in_.new_link_token()).value();
  EXPECT_NE(first.token, second.token);
  EXPECT_NE(first.form_token, second.form_token);
  EXPECT_EQ(sign_in_.find(first.token).value()->form_token, first.form_token);
}

TEST_P(SigningIn, EndsASessionThatIsNotUsed) {
  const auto session = open_link(sign_in_.new_link_token()).value();
  pass(kSessionIdle - 1ms);
  EXPECT_TRUE(is_open(session));  // and this use extends it
  pass(kSessionIdle - 1ms);
  EXPECT_TRUE(is_open(session));
  pass(kSessionIdle);
  EXPECT_FALSE(is_open(session));
}

TEST_P(SigningIn, EndsASessionThatIsClosedAndNoOther) {
  const auto first = open_link(sign_in_.new_link_token()).value();
  const auto second = open_link(sign_in_.new_link_token()).value();
  EXPECT_TRUE(ok(sign_in_.close(first.token)));
  EXPECT_FALSE(is_open(first));
  EXPECT_TRUE(is_open(second));
}

TEST_P(SigningIn, AsksForThePasswordOnceThereIsOne) {
  with_password();
  const auto outcome = sign_in_.open_link(sign_in_.new_link_token());
  ASSERT_TRUE(ok(outcome));
  ASSERT_FALSE(outcome->has_value());
  EXPECT_EQ(outcome->error(), SignIn::Refusal::needs_password);
  EXPECT_TRUE(give_password(kPassword));
}

TEST_P(SigningIn, OpensNothingByPasswordWhileThereIsNone) {
  EXPECT_FALSE(give_password(""));
  EXPECT_FALSE(give_password(kPassword));
}

TEST_P(SigningIn, EndsASessionAfterAWeekHoweverMuchItIsUsed) {
  const auto session = open_link(sign_in_.new_link_token()).value();
  for (Instant end = now() + kSessionLongest - 1h; now() < end; pass(1h)) ASSERT_TRUE(is_open(session));
  pass(1h);
  EXPECT_FALSE(is_open(session));
}

TEST_P(SigningIn, EndsASessionOfAClockThatWasYearsAhead) {
  const Instant today = now();
  pass(24h * 1500);
  const auto session = open_link(sign_in_.new_link_token()).value();
  EXPECT_TRUE(is_open(session));
  set_clock(today);
  EXPECT_FALSE(is_open(session));
}

TEST_P(SigningIn, KeepsASessionWhenTheClockIsSetBackByAnHour) {
  const auto session = open_link(sign_in_.new_link_token()).value();
  pass(-1h);
  EXPECT_TRUE(is_open(session));
  pass(kSessionIdle);
  EXPECT_FALSE(is_open(session));
}

TEST_P(SigningIn, EndsTheSessionsOfEarlierRuns) {
  const auto session = open_link(sign_in_.new_link_token()).value();
  EXPECT_TRUE(ok(sign_in_.close_all()));
  EXPECT_FALSE(is_open(session));
}

TEST_P(SigningIn, MakesWrongPasswordsWaitLongerAndLonger) {
  with_password();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("faux"), SignIn::Refusal::wrong_password) << i;
  EXPECT_EQ(refusal(kPassword), SignIn::Refusal::too_many);  // after the fifth
  wait(1s);
  EXPECT_EQ(refusal("faux"), SignIn::Refusal::wrong_password);
  wait(2s - 1ms);
  EXPECT_EQ(refusal(kPassword), SignIn::Refusal::too_many);
  wait(1ms);
  EXPECT_TRUE(give_password(kPassword));
  EXPECT_EQ(refusal("faux"), SignIn::Refusal::wrong_password);  // the right one wiped the slate
  EXPECT_TRUE(give_password(kPassword));
}

TEST_P(SigningIn, NeverLetsOthersKeepOutABrowserThatIsKnown) {
  with_password();
  const std::string browser = sign_in_.new_browser_token();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("faux"), SignIn::Refusal::wrong_password);
  EXPECT_EQ(refusal(kPassword), SignIn::Refusal::too_many);
  EXPECT_TRUE(give_password(kPassword, browser));
  EXPECT_EQ(refusal(kPassword), SignIn::Refusal::too_many) << "the others wait all the same";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("faux", browser), SignIn::Refusal::wrong_password);
  EXPECT_EQ(refusal(kPassword, browser), SignIn::Refusal::too_many) << "its own wrong ones count";
}

TEST_P(SigningIn, TakesNoTokenThatItDidNotGiveForAKnownBrowser) {
  with_password();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("faux"), SignIn::Refusal::wrong_password);
  std::string changed = sign_in_.new_browser_token();
  changed.front() = changed.front() == '0' ? '1' : '0';
  const std::string of_another_run = SignIn(practice()).new_browser_token();
  for (const std::string& browser : {changed, of_another_run, std::string(96, '0'), std::string("x")})
    EXPECT_EQ(refusal(kPassword, browser), SignIn::Refusal::too_many) << browser;
}

TEST_P(SigningIn, MakesNobodyWaitForADateThatWasWrong) {
  with_password();
  pass(24h * 1500);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("faux"), SignIn::Refusal::wrong_password);
  pass(-24h * 1500);
  wait(1s);
  EXPECT_TRUE(give_password(kPassword));
}

TEST_P(SigningIn, SlowsThoseWhoTryTheCurrentPasswordInTheSettings) {
  const auto here = with_password();
  const auto message = [&](std::string_view current) {
    const FieldProblems problems = set_password(here, current, "");
    return problems.empty() ? std::string() : std::string(problems.front().message.key);
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(message("faux"), "form.problem.password-wrong");
  EXPECT_EQ(message(kPassword), "sign-in.problem.too-many");
  EXPECT_TRUE(give_password(kPassword)) << "who signs in does not wait for it";
  wait(1s);
  EXPECT_EQ(message(kPassword), "");
}

TEST_P(SigningIn, ClosesTheOtherSessionsWhenThePasswordChanges) {
  const auto elsewhere = open_link(sign_in_.new_link_token()).value();
  const auto here = open_link(sign_in_.new_link_token()).value();
  EXPECT_THAT(set_password(here, "", kPassword), IsEmpty());
  EXPECT_TRUE(is_open(here));
  EXPECT_FALSE(is_open(elsewhere));
}

TEST_P(SigningIn, ChangesNothingWithoutTheCurrentPassword) {
  const auto here = with_password();
  const auto elsewhere = give_password(kPassword).value();
  const FieldProblems problems = set_password(here, "faux", "court");
  ASSERT_THAT(problems, SizeIs(2));  // both at once
  EXPECT_EQ(problems.at(0).field, "wanted");
  EXPECT_EQ(problems.at(1).field, "current");
  EXPECT_TRUE(is_open(elsewhere));
  EXPECT_TRUE(give_password(kPassword));
}

TEST_P(SigningIn, NeedsNoPasswordAnyMoreOnceItIsRemoved) {
  const auto here = with_password();
  EXPECT_THAT(set_password(here, kPassword, ""), IsEmpty());
  EXPECT_FALSE(sign_in_.has_password().value());
  EXPECT_TRUE(open_link(sign_in_.new_link_token()));
}

TEST_P(SigningIn, LetsAForgottenPasswordBeRemovedAndClosesEverySession) {
  const auto here = with_password();
  const auto forgotten = forget_password(practice());
  ASSERT_TRUE(ok(forgotten));
  EXPECT_TRUE(*forgotten);
  EXPECT_FALSE(is_open(here));
  EXPECT_FALSE(give_password(kPassword));
  EXPECT_TRUE(open_link(sign_in_.new_link_token()));
  EXPECT_FALSE(forget_password(practice()).value()) << "there is none any more";
}

TEST_P(SigningIn, TriesPasswordsGivenAtOnceOneAfterTheOther) {
  with_password();
  std::atomic<int> wrong = 0;
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> visitors;
    for (int i = 0; i < 8; ++i)
      visitors.emplace_back([&] { ++(refusal("faux") == SignIn::Refusal::too_many ? refused : wrong); });
  }
  EXPECT_EQ(wrong, 5) << "four are free, and the fifth starts the wait";
  EXPECT_EQ(refused, 3);
}

TEST_P(SigningIn, KeepsThePasswordWhenTheProgramIsClosed) {
  if (!can_restart()) return;
  with_password();
  restart();
  EXPECT_TRUE(sign_in_.has_password().value());
}

}  // namespace
}  // namespace garde::actions
