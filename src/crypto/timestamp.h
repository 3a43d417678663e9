// Timestamps by an outside authority (RFC 3161): the request for one, and the answer, verified. Sends nothing.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/digest.h"

namespace garde::crypto {

// A request (.tsq) for a timestamp of what has this digest, with its certificate. The nonce, 8 bytes, ties the answer
// to it.
std::vector<std::byte> timestamp_request(const Sha256Digest& imprint, std::span<const std::byte> nonce);

inline constexpr ByteCount kMaxTimestamp = 256_KiB;   // an answer with a long chain of certificates
inline constexpr ByteCount kMaxCertificates = 4_MiB;  // all the authorities of a system together

struct VerifiedTimestamp {
  Instant at;             // by the authority's clock, cut to milliseconds
  Sha256Digest imprint;   // of what was stamped
  std::string serial;     // hexadecimal
  std::string authority;  // the subject of its certificate, as RFC 2253 writes it
  // Whether this computer knows the authority as well: its signature goes up to one of the system's own certificates,
  // and not only to those that were handed in, which anybody can make.
  bool authority_is_known = false;
};

// The digest that an answer (.tsr) says it stamps, before anything is verified. `invalid_input`: it is no answer, or
// not one with a SHA-256 digest. `unsupported`: the authority refused; the detail says why.
Result<Sha256Digest> timestamped_imprint(std::span<const std::byte> response);

// Checks the answer's signature up to one of the certificates (PEM) that are trusted, at the time `now`, its digest and
// its nonce (hexadecimal). `invalid_input` with the subject "certificates" when they hold none, else `damaged`: it is
// not what was asked, or was not signed by anyone trusted.
Result<VerifiedTimestamp> verify_timestamp(std::span<const std::byte> response, const Sha256Digest& imprint,
                                           std::string_view nonce, std::string_view trusted_pem, Instant now);

}  // namespace garde::crypto
