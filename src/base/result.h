// The only way a call of ours fails.
//
//   Result<Index> read_index(std::span<const std::byte> bytes);
//   ...
//   Index index = TRY(read_index(bytes));        // returns the Error to our caller, or goes on
//
// Four different things are never mixed: damage found in what we read is data, a failed call is an
// Error, a wrong form is a list of field problems, and our own mistake fails a GARDE_CHECK, which ends the request or
// the job it is met in (base/mistake.h), and the program anywhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace garde {

// A new kind only if some caller would act differently.
enum class ErrorKind : std::uint8_t {
  not_found,      // the thing asked for is not there
  unreadable,     // the system refused: permission, I/O error
  damaged,        // its bytes contradict its own format
  unsupported,    // well formed, and not a version or a feature we read
  wrong_secret,   // the password or key does not open it
  invalid_input,  // a person or a file gave us something that cannot be used
  conflict,       // somebody else changed or holds it
  busy,           // try again later
  no_space,       // the disk is full
  unreachable,    // a server does not answer
  cancelled,      // the person asked to stop
};

std::string_view name(ErrorKind kind);

// What went wrong, for a program and a log. Never a sentence for a user: those come from content/,
// chosen by kind and subject.
struct Error {
  ErrorKind kind{};
  std::string subject;                  // what it is about: a file, a question id, a table
  std::optional<std::uint64_t> offset;  // where in the subject, in bytes, when that means something
  std::string detail;                   // English, for the log
  bool operator==(const Error&) const = default;
};

std::string describe(const Error& error);  // "damaged: index 4f2a at byte 17: bad magic"

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(Error error)  // NOLINT(google-explicit-constructor): `return Error{…}` is how a call fails
      : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
  // Moves the value out. A mistake if there is none, so look first, or use TRY.
  T take() &&;
};

// Throws a Mistake within a MistakeBoundary, else aborts with the place and the reason. For our own mistakes: no input
// can reach it.
[[noreturn]] void fail_check(std::string_view condition, std::string_view file, int line);

template <class T>
T Result<T>::take() && {
  if (!this->has_value()) fail_check("Result::take on an error", describe(this->error()), 0);
  if constexpr (!std::is_void_v<T>) return std::move(**this);
}

}  // namespace garde

#define GARDE_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::garde::fail_check(#condition, __FILE__, __LINE__))

// The value of a Result, or return its error from the enclosing function.
#define TRY(...) GARDE_TRY_COUNTED(__COUNTER__, __VA_ARGS__)
// The counter gives each its own name, so that a lambda inside the expression may TRY too.
#define GARDE_TRY_COUNTED(counter, ...) GARDE_TRY_NAMED(garde_try_result_, counter, __VA_ARGS__)
#define GARDE_TRY_NAMED(prefix, counter, ...) GARDE_TRY_AS(prefix##counter, __VA_ARGS__)
#define GARDE_TRY_AS(result, ...)                                  \
  __extension__({                                                  \
    auto result = (__VA_ARGS__);                                   \
    if (!result) return ::garde::Error(std::move(result).error()); \
    std::move(result).take();                                      \
  })
