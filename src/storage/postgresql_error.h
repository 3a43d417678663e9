// What PostgreSQL's SQLSTATE codes mean to a caller of ours.
#pragma once

#include <string_view>

#include "base/result.h"

namespace garde::storage {

// Five characters; empty when there was no answer at all.
ErrorKind kind_of_sqlstate(std::string_view sqlstate);

// `message` is PostgreSQL's primary message; it is left out where it may quote a value.
Error postgresql_error(std::string_view sqlstate, std::string_view message);

}  // namespace garde::storage
