#include "storage/connection.h"

#include <string>
#include <utility>

#include "base/utf8.h"

namespace garde::storage {
namespace {

// What the engines would disagree on is refused before either sees it.
Result<void> check_storable(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.content())) {
    if (text->size() > kMaxValueBytes.value)
      return Error{ErrorKind::invalid_input, "text", std::nullopt, "over the limit of a value"};
    const std::size_t nul = text->find('\0');
    if (nul != std::string::npos) return Error{ErrorKind::invalid_input, "text", nul, "holds NUL"};
    const std::size_t bad = find_invalid_utf8(*text);
    if (bad != std::string::npos) return Error{ErrorKind::invalid_input, "text", bad, "not UTF-8"};
  }
  if (const auto* blob = std::get_if<Blob>(&value.content()); blob != nullptr && blob->size() > kMaxValueBytes.value)
    return Error{ErrorKind::invalid_input, "blob", std::nullopt, "over the limit of a value"};
  return {};
}

}  // namespace

Result<Connection::Outcome> Connection::checked_run(Sql statement, std::span<const Value> parameters) {
  if (failure_) return *failure_;
  auto outcome = [&]() -> Result<Outcome> {
    for (const Value& value : parameters) TRY(check_storable(value));
    return run(statement, parameters);
  }();
  if (!outcome && in_transaction_) failure_ = outcome.error();
  return outcome;
}

Result<Rows> Connection::query(Sql statement, std::initializer_list<Value> parameters) {
  return TRY(checked_run(statement, parameters))
  .rows;
}

Result<std::uint64_t> Connection::execute(Sql statement, std::initializer_list<Value> parameters) {
  return TRY(checked_run(statement, parameters))
  .changed;
}

Result<void> Connection::run_script(std::string_view script) {
  if (failure_) return *failure_;
  auto done = run_engine_script(script);
  if (!done && in_transaction_) failure_ = done.error();
  return done;
}

}  // namespace garde::storage
