#include "crypto/password.h"

#include <array>
#include <charconv>

#include <sodium.h>

#include "crypto/sodium.h"

namespace garde::crypto {
namespace {

constexpr unsigned long long kOperations = 3;
constexpr std::size_t kMemory = std::size_t{64} << 20U;
// A stored hash may come from a later version of Garde that asks for more, not from one that asks for anything.
constexpr unsigned kMaxOperations = 16;
constexpr unsigned kMaxMemoryKiB = 1024 * 1024;

bool take(std::string_view& text, std::string_view wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(wanted.size());
  return true;
}

bool take_number(std::string_view& text, unsigned limit) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value == 0 || value > limit) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool is_affordable(std::string_view hash) {
  return take(hash, "$argon2id$v=19$m=") && take_number(hash, kMaxMemoryKiB) && take(hash, ",t=") &&
         take_number(hash, kMaxOperations) && take(hash, ",p=1$") && !hash.empty();
}

const char* text_of(const SecretBytes& secret) {
  return secret.empty() ? "" : reinterpret_cast<const char*>(secret.bytes().data());
}

}  // namespace

std::string hash_password(const SecretBytes& password) {
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  GARDE_CHECK(::crypto_pwhash_str_alg(hash.data(), text_of(password), password.size(), kOperations, kMemory,
                                      crypto_pwhash_ALG_ARGON2ID13) == 0);
  return hash.data();
}

Result<PasswordMatch> verify_password(const SecretBytes& password, std::string_view hash) {
  if (hash.size() >= crypto_pwhash_STRBYTES || !is_affordable(hash))
    return Error{ErrorKind::invalid_input, "password hash", std::nullopt, "not an Argon2id hash of ours"};
  start_sodium();
  const int verified = ::crypto_pwhash_str_verify(std::string(hash).c_str(), text_of(password), password.size());
  return verified == 0 ? PasswordMatch::yes : PasswordMatch::no;
}

}  // namespace garde::crypto
