// What became of one call of the system that a hostile worker was told to make.
#pragma once

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "cage/run.h"
#include "cage/testing/hostile_calls.h"

namespace garde::cage::testing {

// Its result, the name of its error, or how the worker ended.
inline std::string attempt(Call& call, long number, std::vector<Argument> arguments) {
  call.task = "call";
  call.request = encode(HostileCall{number, std::move(arguments)}).take();
  const Ended ended = run_in_cage(call);
  if (ended.ending != Ending::finished) return std::string(name(ended.ending));
  const auto result = decode<HostileResult>(ended.answer);
  if (!result) return "no result";
  return result->value == -1 ? ::strerrorname_np(result->error) : std::to_string(result->value);
}

}  // namespace garde::cage::testing
