// The answer of a timestamping authority, read and verified in a worker: whoever handed it in chose each byte of it,
// and of the certificates beside it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cage/reading.h"
#include "crypto/timestamp.h"

namespace garde::worker {

// One of the table of tasks.
cage::Task verify_timestamp_task();

// A stamp that was asked for, see crypto::timestamp_request.
struct AskedTimestamp {
  crypto::Sha256Digest imprint;
  std::string nonce;  // hexadecimal
};

struct GivenTimestamp {
  std::vector<std::byte> response;    // .tsr, at most crypto::kMaxTimestamp
  std::string certificates;           // PEM, at most crypto::kMaxCertificates
  std::vector<AskedTimestamp> asked;  // each that it may answer
  Instant now;
};

enum class TimestampDoubt : std::uint8_t {
  no_answer,       // these bytes are none
  refused,         // by the authority
  not_asked,       // it stamps something else
  no_certificate,  // that could be read
  not_verified,    // nobody signed it who is trusted by them
};

// What was verified stamps one of `asked`.
using ReadTimestamp = std::variant<TimestampDoubt, crypto::VerifiedTimestamp>;
cage::Reading<ReadTimestamp> verify_timestamp(const cage::Runner& runner, const GivenTimestamp& given);

}  // namespace garde::worker
