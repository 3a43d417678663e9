#include "actions/practice/sign_in.h"

#include <algorithm>

#include "base/utf8.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "storage/session_store.h"
#include "storage/sign_in_store.h"

namespace garde::actions {
namespace {

constexpr std::size_t kTokenBytes = 32;

std::string random_token() { return crypto::random_hex(kTokenBytes); }

crypto::Sha256Digest digest_of(std::string_view token) { return crypto::sha256(std::as_bytes(std::span(token))); }

std::string_view as_text(const crypto::SecretBytes& secret) {
  return {reinterpret_cast<const char*>(secret.bytes().data()), secret.size()};
}

// How long wrong passwords in a row make everybody wait: nothing for the first four, then 1 s, 2 s, … 5 min.
std::chrono::seconds wait_after(std::int64_t failures) {
  constexpr std::int64_t kFree = 4;
  constexpr std::chrono::seconds kLongest{300};
  if (failures <= kFree) return std::chrono::seconds{0};
  const std::int64_t doublings = std::min<std::int64_t>(failures - kFree - 1, 16);
  return std::min(std::chrono::seconds{std::int64_t{1} << doublings}, kLongest);
}

bool must_wait(const storage::SignIn& sign_in, Instant now) {
  return sign_in.last_failure_at && now < *sign_in.last_failure_at + wait_after(sign_in.failures);
}

FieldProblems check_new_password(const crypto::SecretBytes& wanted) {
  if (wanted.empty()) return {};
  if (!is_utf8(as_text(wanted))) return {{"wanted", {"form.problem.not-text", {}}}};
  const std::size_t length = count_code_points(as_text(wanted));
  if (length < kMinPasswordLength)
    return {{"wanted", {"form.problem.password-short", {{"min", std::to_string(kMinPasswordLength)}}}}};
  if (length > kMaxPasswordLength)
    return {{"wanted", {"form.problem.too-long", {{"max", std::to_string(kMaxPasswordLength)}}}}};
  return {};
}

}  // namespace

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

Result<SignIn::Outcome> SignIn::give_password(const crypto::SecretBytes& password) {
  const std::scoped_lock one_at_a_time(trying_);
  const auto sign_in = TRY(practice_.with_storage(storage::load_sign_in));
  if (!sign_in) return Outcome(tl::unexpect, Refusal::used);
  const Instant now = practice_.now();
  if (must_wait(*sign_in, now)) return Outcome(tl::unexpect, Refusal::too_many);
  const auto match = TRY(crypto::verify_password(password, sign_in->password_hash));
  if (match == crypto::PasswordMatch::no) {
    TRY(practice_.with_storage(storage::record_wrong_password, now));
    return Outcome(tl::unexpect, Refusal::wrong_password);
  }
  TRY(practice_.with_storage(storage::record_right_password));
  return Outcome(TRY(open()));
}

Result<std::optional<OpenSession>> SignIn::find(std::string_view token) {
  if (token.size() != kTokenBytes * 2) return std::optional<OpenSession>();
  const auto digest = digest_of(token);
  const Instant now = practice_.now();
  return practice_.with_storage([&](storage::Connection& connection) -> Result<std::optional<OpenSession>> {
    const auto session = TRY(storage::find_session(connection, digest, now));
    if (!session) return std::optional<OpenSession>();
    // Written once in a while only: a page must not cost a write to disk.
    constexpr std::chrono::minutes kBetweenWrites{10};
    if (now - session->last_seen_at > kBetweenWrites)
      TRY(storage::extend_session(connection, digest, now, now + kSessionIdle));
    return std::optional(OpenSession{std::string(token), session->csrf_token});
  });
}

Result<void> SignIn::close(std::string_view token) {
  return practice_.with_storage(
      [&](storage::Connection& connection) { return storage::remove_session(connection, digest_of(token)); });
}

Result<bool> SignIn::has_password() {
  return practice_.with_storage([&](storage::Connection& connection) -> Result<bool> {
    const auto sign_in = TRY(storage::load_sign_in(connection, practice_.id()));
    return sign_in.has_value();
  });
}

Result<FieldProblems> SignIn::set_password(std::string_view keep, const crypto::SecretBytes& current,
                                           const crypto::SecretBytes& wanted) {
  const std::scoped_lock one_at_a_time(trying_);
  FieldProblems problems = check_new_password(wanted);
  const auto sign_in = TRY(practice_.with_storage(storage::load_sign_in));
  if (sign_in) {
    const auto match = TRY(crypto::verify_password(current, sign_in->password_hash));
    if (match == crypto::PasswordMatch::no) problems.push_back({"current", {"form.problem.password-wrong", {}}});
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
