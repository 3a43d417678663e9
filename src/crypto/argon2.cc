#include "crypto/argon2.h"

#include <algorithm>
#include <limits>
#include <thread>

#include <argon2.h>
#include <fmt/format.h>

#include "base/checked.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {
namespace {

Result<void> check_cost(const Argon2Cost& cost, std::size_t salt_size) {
  const std::string text = fmt::format("memory={} passes={} lanes={}", cost.memory.value, cost.passes, cost.lanes);
  const auto error = [&](ErrorKind kind, std::string_view detail) {
    return Error{kind, "Argon2", std::nullopt, text + std::string(detail)};
  };
  if (cost.memory > kMaxArgon2Memory) return error(ErrorKind::unsupported, " takes too much memory");
  if (cost.lanes > kMaxArgon2Lanes) return error(ErrorKind::unsupported, " takes too many lanes");
  if (cost.passes == 0 || cost.lanes == 0 || cost.memory.value / 1024 < 8 * std::uint64_t{cost.lanes})
    return error(ErrorKind::invalid_input, " is no Argon2 cost");
  const auto work = checked_multiply(cost.memory.value, cost.passes);
  if (!work || *work > kMaxArgon2Work.value) return error(ErrorKind::unsupported, " takes too much time");
  if (salt_size < ARGON2_MIN_SALT_LENGTH) return error(ErrorKind::invalid_input, " has too short a salt");
  return {};
}

}  // namespace

Result<SecretBytes> argon2(Argon2Variant variant, Argon2Version version, std::span<const std::byte> password,
                           std::span<const std::byte> salt, const Argon2Cost& cost, std::size_t key_size) {
  TRY(check_cost(cost, salt.size()));
  SecretBytes key(key_size);
  // The library takes its input as mutable and leaves it alone: clearing it is a flag that is not set.
  argon2_context context{};
  context.out = raw(key.bytes().data());
  context.outlen = checked_cast<std::uint32_t>(key_size).value();
  context.pwd = const_cast<unsigned char*>(raw(password.data()));
  context.pwdlen = checked_cast<std::uint32_t>(password.size()).value();
  context.salt = const_cast<unsigned char*>(raw(salt.data()));
  context.saltlen = checked_cast<std::uint32_t>(salt.size()).value();
  context.t_cost = static_cast<std::uint32_t>(cost.passes);
  context.m_cost = static_cast<std::uint32_t>(cost.memory.value / 1024);
  context.lanes = cost.lanes;
  context.threads = std::min(cost.lanes, std::max(1U, std::thread::hardware_concurrency()));
  context.version = static_cast<std::uint32_t>(version);
  context.flags = ARGON2_DEFAULT_FLAGS;
  const int code = argon2_ctx(&context, variant == Argon2Variant::d ? Argon2_d : Argon2_id);
  if (code == ARGON2_MEMORY_ALLOCATION_ERROR || code == ARGON2_THREAD_FAIL)
    return Error{ErrorKind::busy, "Argon2", std::nullopt, argon2_error_message(code)};
  if (code != ARGON2_OK) return Error{ErrorKind::invalid_input, "Argon2", std::nullopt, argon2_error_message(code)};
  return key;
}

}  // namespace garde::crypto
