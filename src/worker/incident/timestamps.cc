#include "worker/incident/timestamps.h"

#include <algorithm>
#include <ranges>

#include "base/enumerators.h"
#include "cage/layouts.h"

namespace garde::worker {

constexpr std::size_t kMaxAsked = 10'000;  // of one journal
constexpr std::size_t kMaxNonce = 64;
constexpr std::size_t kMaxSerial = 1024;     // digits: RFC 5280 allows 40
constexpr std::size_t kMaxAuthority = 4096;  // bytes of the subject of a certificate

}  // namespace garde::worker

namespace garde::cage {

template <>
struct Layout<worker::AskedTimestamp> {
  static void describe(auto& form, auto& asked) {
    form.fields(asked.imprint);
    form.text(asked.nonce, worker::kMaxNonce);
  }
};

template <>
struct Layout<worker::GivenTimestamp> {
  static void describe(auto& form, auto& given) {
    form.bytes(given.response, crypto::kMaxTimestamp.value);
    form.bytes(given.certificates, crypto::kMaxCertificates.value);
    form.list(given.asked, worker::kMaxAsked);
    form.fields(given.now);
  }
};

template <>
struct Layout<crypto::VerifiedTimestamp> {
  static void describe(auto& form, auto& verified) {
    form.fields(verified.at, verified.imprint);
    form.text(verified.serial, worker::kMaxSerial);
    form.text(verified.authority, worker::kMaxAuthority);
    form.fields(verified.authority_is_known);
  }
};

}  // namespace garde::cage

namespace garde::worker {
namespace {

constexpr std::chrono::seconds kDeadline{30};
// Where this system keeps the authorities that it knows: OpenSSL's own paths, and what their links lead to.
const std::vector<std::string> kCertificatesOfSystem = {"/etc/ssl", "/usr/lib/ssl", "/usr/share/ca-certificates",
                                                        "/usr/local/share/ca-certificates"};

const AskedTimestamp* find(const std::vector<AskedTimestamp>& asked, const crypto::Sha256Digest& imprint) {
  const auto latest = std::ranges::find(std::views::reverse(asked), imprint, &AskedTimestamp::imprint);
  return latest == asked.rend() ? nullptr : &*latest;
}

struct VerifyTimestamp {
  static constexpr std::string_view kName = "verify-timestamp";
  using Request = GivenTimestamp;
  using Answer = ReadTimestamp;

  static Result<Answer> run(const Request& given, cage::Port& /*port*/) {
    const auto imprint = crypto::timestamped_imprint(given.response);
    if (!imprint)
      return Answer{imprint.error().kind == ErrorKind::unsupported ? TimestampDoubt::refused
                                                                   : TimestampDoubt::no_answer};
    const AskedTimestamp* const asked = find(given.asked, *imprint);
    if (asked == nullptr) return Answer{TimestampDoubt::not_asked};
    auto verified =
        crypto::verify_timestamp(given.response, asked->imprint, asked->nonce, given.certificates, given.now);
    if (verified) return Answer{std::move(verified).take()};
    return Answer{verified.error().subject == "certificates" ? TimestampDoubt::no_certificate
                                                             : TimestampDoubt::not_verified};
  }
};

}  // namespace

cage::Task verify_timestamp_task() { return cage::task_of<VerifyTimestamp>(); }

cage::Reading<ReadTimestamp> verify_timestamp(const cage::Runner& runner, const GivenTimestamp& given) {
  auto read = cage::ask<VerifyTimestamp>(runner, given,
                                         {.task = {},
                                          .policy = {.readable = kCertificatesOfSystem, .cpu = kDeadline},
                                          .deadline = kDeadline,
                                          .needs_walls = false});
  if (!read) return read;
  const auto* verified = std::get_if<crypto::VerifiedTimestamp>(&*read);
  if (verified != nullptr && find(given.asked, verified->imprint) == nullptr)
    return tl::unexpected(cage::broken_answer(VerifyTimestamp::kName, "a stamp of what nobody asked about"));
  return read;
}

}  // namespace garde::worker
