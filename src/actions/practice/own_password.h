// What is asked of the password that opens Garde: what its audit asks of those of other tools.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "actions/practice/practice.h"
#include "crypto/secret.h"

namespace garde::actions {

inline constexpr std::size_t kMinPasswordLength = 12;  // code points (CNIL 2022-100, ANSSI)
inline constexpr std::size_t kMaxPasswordLength = 256;

// The practice's list of published leaks, when it has put one beside its data.
std::optional<std::filesystem::path> breach_corpus(const Practice& practice);

// Problems of the field "wanted": none for an empty one, which asks for no password. A list of leaks that cannot be
// read or does not prove itself is replaced by that of common passwords, and keeps nobody from choosing one.
Result<FieldProblems> judge_new_password(Practice& practice, const crypto::SecretBytes& wanted);

}  // namespace garde::actions
