// Who may use the pages: a one-time link opens a session; once a password is set, the password does.
#pragma once

#include <chrono>
#include <mutex>

#include "actions/practice/practice.h"
#include "actions/practice/tries.h"
#include "base/guarded.h"
#include "crypto/digest.h"
#include "crypto/secret.h"

namespace garde::actions {

inline constexpr std::chrono::hours kSessionIdle{12};  // a day at the practice, then the link or the password again
inline constexpr std::chrono::hours kSessionLongest{7 * 24};  // however much it is used

struct OpenSession {
  std::string token;       // for the cookie; only its SHA-256 is stored
  std::string form_token;  // what every form of this session sends along
};

class SignIn {
 public:
  using MonotonicClock = std::function<Tries::Moment()>;

  // `practice` must outlive this.
  explicit SignIn(Practice& practice, MonotonicClock clock = std::chrono::steady_clock::now);

  // A new link's token; those given before no longer open anything.
  std::string new_link_token();

  enum class Refusal : std::uint8_t {
    used,            // the link was used, or is not ours
    needs_password,  // the link is right, and there is a password to give too
    wrong_password,
    too_many,  // wrong passwords in a row from there: wait a little
  };
  using Outcome = tl::expected<OpenSession, Refusal>;

  // Uses the link up when it opens a session.
  Result<Outcome> open_link(std::string_view token);
  // `browser` is a token of new_browser_token, or empty. The wrong passwords of others keep no such browser waiting.
  Result<Outcome> give_password(const crypto::SecretBytes& password, std::string_view browser = {});

  // For a browser that brought the link or the password: by it we tell it from all others, until the program ends.
  // It opens nothing.
  std::string new_browser_token() const;

  // The session of a cookie, extended by its use; nothing when there is none any more.
  Result<std::optional<OpenSession>> find(std::string_view token);
  Result<void> close(std::string_view token);
  // Those of an earlier run of the program: meanwhile somebody else may have listened on its port.
  Result<void> close_all();

  Result<bool> has_password();
  // Sets it, or with an empty one removes it, and closes every session but the one of `keep`.
  Result<FieldProblems> set_password(std::string_view keep, const crypto::SecretBytes& current,
                                     const crypto::SecretBytes& wanted);

 private:
  Result<OpenSession> open();
  TrySource source_of(std::string_view browser) const;
  Result<std::optional<Refusal>> try_password(const crypto::SecretBytes& password, std::string_view hash,
                                              const TrySource& source);

  Practice& practice_;
  MonotonicClock clock_;
  crypto::SecretBytes browser_key_;  // of this run
  Guarded<std::optional<crypto::Sha256Digest>> link_;
  std::mutex trying_;  // one password at a time: each sees the failures before it, and one key derivation runs at most
  Tries tries_;        // under trying_
};

// For those who forgot it and can use the computer's own account: removes the password and closes all sessions, so that
// the next one-time link opens. False when there was none.
Result<bool> forget_password(Practice& practice);

}  // namespace garde::actions
