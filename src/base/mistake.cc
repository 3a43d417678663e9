#include "base/mistake.h"

#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "base/result.h"

namespace garde {
namespace {

thread_local int boundaries = 0;

}  // namespace

Mistake::Mistake(std::string_view condition, std::string_view file, int line)
    : text_(fmt::format("internal mistake: {} ({}:{})", condition, file, line)) {}

MistakeBoundary::MistakeBoundary() { ++boundaries; }
MistakeBoundary::~MistakeBoundary() { --boundaries; }
bool MistakeBoundary::is_set() { return boundaries > 0; }

void fail_check(std::string_view condition, std::string_view file, int line) {
  Mistake mistake(condition, file, line);
  if (MistakeBoundary::is_set() && std::uncaught_exceptions() == 0) throw mistake;
  std::fprintf(stderr, "garde: %s\n", mistake.what());
  std::abort();
}

}  // namespace garde
