// How the schema came to be: migrations/NNN_subject.sql, compiled in, each applied once and in order.
//
// To change the schema, add the next file here and to CMakeLists.txt; one that has been released never changes.
// A script is written in the words both engines share, and these:
//   {integer}  64-bit integer                INTEGER   BIGINT
//   {text}     text, compared by its bytes   TEXT      TEXT COLLATE "C"
//   {blob}     bytes                         BLOB      BYTEA
//   {strict}   after a table                 STRICT    (always is)
//   {now}      when the script is applied, in milliseconds since 1970 UTC
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "storage/connection.h"

namespace garde::storage {

// The name is its file's, "001_foundation"; its version is its place, from 1.
struct Migration {
  std::string name;
  std::string script;
};

// All of ours, in order.
std::vector<Migration> migrations();

// Brings the schema to the last of `wanted`, in one transaction: a new database waits for the disk once, and one that
// cannot be brought there stays as it was. Each migration is recorded with its text; two processes may call this at
// the same time. Fails as
//   unsupported  the database comes from a newer Garde, or a past migration had another text
//   damaged      the record of past migrations has a hole
Result<void> migrate(Connection& connection, std::span<const Migration> wanted, Instant now);

// To the last of ours.
Result<void> migrate(Connection& connection, Instant now);

// Aborts on a {word} that is not one of the above.
std::string in_words_of(Engine engine, std::string_view script, Instant now);

}  // namespace garde::storage
