#include "actions/practice/sign_in.h"

#include "actions/practice/own_password.h"
#include "base/hex.h"
#include "crypto/mac.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "storage/session_store.h"
#include "storage/sign_in_store.h"

namespace garde::actions {
namespace {

constexpr std::size_t kTokenBytes = 32;

std::string random_token() { return crypto::random_hex(kTokenBytes); }

crypto::Sha256Digest digest_of(std::string_view token) { return crypto::sha256(std::as_bytes(std::span(token))); }

constexpr std::size_t kBrowserNonce = 32;  // hexadecimal digits

std::string mac_of(const crypto::SecretBytes& key, std::string_view nonce) {
  return to_hex(crypto::HmacSha256(key.bytes()).of(std::as_bytes(std::span(nonce))).bytes);
}

// A clock that was set back gives no session a longer life than it had: one whose end lies further away than any of
// ours can is over.
bool is_open(const storage::Session& session, Instant now) {
  return now < session.expires_at && session.expires_at - now <= 2 * kSessionIdle &&
         now < session.created_at + kSessionLongest;
}

}  // namespace

SignIn::SignIn(Practice& practice, MonotonicClock clock)
    : practice_(practice), clock_(std::move(clock)), browser_key_(kTokenBytes) {
  crypto::fill_random(browser_key_.bytes());
}

std::string SignIn::new_link_token() {
  std::string token = random_token();
  link_.with([&](auto& link) { link = digest_of(token); });
  return token;
}

Result<OpenSession> SignIn::open() {
  OpenSession session{random_token(), random_token()};
  const Instant now = practice_.now();
  const storage::Session stored{digest_of(session.token), practice_.id(), session.form_token, now, now,
                                now + kSessionIdle};
  TRY(practice_.with_storage([&](storage::Connection& connection) -> Result<void> {
    TRY(storage::remove_expired_sessions(connection, now));
    return storage::add_session(connection, stored);
  }));
  return session;
}

Result<SignIn::Outcome> SignIn::open_link(std::string_view token) {
  const bool needs_password = TRY(has_password());
  const bool matches = link_.with([&](auto& link) {
    const bool same = link && crypto::constant_time_equal(link->bytes, digest_of(token).bytes);
    if (same) link.reset();
    return same;
  });
  if (!matches) return Outcome(tl::unexpect, Refusal::used);
  if (needs_password) return Outcome(tl::unexpect, Refusal::needs_password);
  return Outcome(TRY(open()));
}

std::string SignIn::new_browser_token() const {
  const std::string nonce = crypto::random_hex(kBrowserNonce / 2);
  return nonce + mac_of(browser_key_, nonce);
}

TrySource SignIn::source_of(std::string_view browser) const {
  if (browser.size() < kBrowserNonce) return {};
  const std::string_view nonce = browser.substr(0, kBrowserNonce);
  const std::string ours = mac_of(browser_key_, nonce);
  const std::string_view sent = browser.substr(kBrowserNonce);
  const bool known = crypto::constant_time_equal(std::as_bytes(std::span(ours)), std::as_bytes(std::span(sent)));
  return known ? "browser " + std::string(nonce) : TrySource();
}

// Nothing when it is right. Under trying_.
Result<std::optional<SignIn::Refusal>> SignIn::try_password(const crypto::SecretBytes& password, std::string_view hash,
                                                            const TrySource& source) {
  if (tries_.wait(source, clock_()) > std::chrono::milliseconds{0}) return std::optional(Refusal::too_many);
  if (TRY(crypto::verify_password(password, hash)) == crypto::PasswordMatch::no) {
    tries_.record_wrong(source, clock_());
    return std::optional(Refusal::wrong_password);
  }
  tries_.record_right(source);
  return std::optional<Refusal>();
}

Result<SignIn::Outcome> SignIn::give_password(const crypto::SecretBytes& password, std::string_view browser) {
  const std::scoped_lock one_at_a_time(trying_);
  const auto sign_in = TRY(practice_.with_storage(storage::load_sign_in));
  if (!sign_in) return Outcome(tl::unexpect, Refusal::used);
  if (const auto refusal = TRY(try_password(password, sign_in->password_hash, source_of(browser))))
    return Outcome(tl::unexpect, *refusal);
  return Outcome(TRY(open()));
}

Result<std::optional<OpenSession>> SignIn::find(std::string_view token) {
  if (token.size() != kTokenBytes * 2) return std::optional<OpenSession>();
  const auto digest = digest_of(token);
  const Instant now = practice_.now();
  return practice_.with_storage([&](storage::Connection& connection) -> Result<std::optional<OpenSession>> {
    const auto session = TRY(storage::find_session(connection, digest, now));
    if (!session || !is_open(*session, now)) return std::optional<OpenSession>();
    // Written once in a while only: a page must not cost a write to disk.
    constexpr std::chrono::minutes kBetweenWrites{10};
    if (std::chrono::abs(now - session->last_seen_at) > kBetweenWrites)
      TRY(storage::extend_session(connection, digest, now, now + kSessionIdle));
    return std::optional(OpenSession{std::string(token), session->csrf_token});
  });
}

Result<void> SignIn::close(std::string_view token) {
  return practice_.with_storage(
      [&](storage::Connection& connection) { return storage::remove_session(connection, digest_of(token)); });
}

Result<void> SignIn::close_all() { return practice_.with_storage(storage::remove_sessions); }

Result<bool> SignIn::has_password() {
  return practice_.with_storage([&](storage::Connection& connection) -> Result<bool> {
    const auto sign_in = TRY(storage::load_sign_in(connection, practice_.id()));
    return sign_in.has_value();
  });
}

Result<FieldProblems> SignIn::set_password(std::string_view keep, const crypto::SecretBytes& current,
                                           const crypto::SecretBytes& wanted) {
  const std::scoped_lock one_at_a_time(trying_);
  FieldProblems problems = TRY(judge_new_password(practice_, wanted));
  const auto sign_in = TRY(practice_.with_storage(storage::load_sign_in));
  if (sign_in) {
    const TrySource source = "session " + to_hex(digest_of(keep).bytes);
    const auto refusal = TRY(try_password(current, sign_in->password_hash, source));
    if (refusal == Refusal::too_many)
      problems.push_back({"current", {"sign-in.problem.too-many", {}}});
    else if (refusal)
      problems.push_back({"current", {"form.problem.password-wrong", {}}});
  }
  if (!problems.empty()) return problems;
  const Instant now = practice_.now();
  const std::string hash = wanted.empty() ? std::string() : crypto::hash_password(wanted);
  TRY(practice_.in_transaction([&](storage::Connection& connection) -> Result<void> {
    const auto kept = TRY(storage::find_session(connection, digest_of(keep), now));
    if (hash.empty()) {
      TRY(storage::remove_password(connection, practice_.id()));
    } else {
      TRY(storage::save_password(connection, practice_.id(), hash, now));
    }
    TRY(storage::remove_sessions(connection, practice_.id()));
    if (kept) TRY(storage::add_session(connection, *kept));
    return {};
  }));
  return problems;
}

Result<bool> forget_password(Practice& practice) {
  return practice.in_transaction([&](storage::Connection& connection) -> Result<bool> {
    const auto before = TRY(storage::load_sign_in(connection, practice.id()));
    TRY(storage::remove_password(connection, practice.id()));
    TRY(storage::remove_sessions(connection, practice.id()));
    return before.has_value();
  });
}

}  // namespace garde::actions
