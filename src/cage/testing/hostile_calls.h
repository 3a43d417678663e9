// What the test asks of the hostile worker: any call of the system, with what its arguments point to.
#pragma once

#include <array>
#include <string>
#include <variant>
#include <vector>

#include "cage/layouts.h"

namespace garde::cage::testing {

struct Null {};    // 0
struct Parent {};  // the number of the process that started it
struct Own {};     // its own
using Argument = std::variant<Null, std::int64_t, std::string, Parent, Own>;  // a text: its address, zero-terminated

struct HostileCall {
  std::int64_t number = 0;
  std::vector<Argument> arguments;
};

struct HostileResult {
  std::int64_t value = 0;
  std::int32_t error = 0;  // errno when the value is -1
};

}  // namespace garde::cage::testing

namespace garde::cage {

template <>
struct Layout<testing::HostileCall> {
  static void describe(auto& form, auto& call) {
    form.fields(call.number);
    form.list(call.arguments, 6);
  }
};
template <>
struct Layout<std::string> {
  static void describe(auto& form, auto& text) { form.bytes(text, kMaxPath); }
};
template <>
struct Layout<testing::HostileResult> {
  static void describe(auto& form, auto& result) { form.fields(result.value, result.error); }
};

}  // namespace garde::cage
