#include "crypto/timestamp.h"

#include <cstring>
#include <memory>
#include <optional>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include "base/hex.h"
#include "crypto/openssl.h"

namespace garde::crypto {
namespace {

using openssl::Free;
using Request = std::unique_ptr<TS_REQ, Free<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, Free<TS_RESP_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, Free<TS_MSG_IMPRINT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Free<X509_ALGOR_free>>;
using Integer = std::unique_ptr<ASN1_INTEGER, Free<ASN1_INTEGER_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using Context = std::unique_ptr<TS_VERIFY_CTX, Free<TS_VERIFY_CTX_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Stream = std::unique_ptr<BIO, Free<BIO_free_all>>;

const unsigned char* bytes_of(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// What OpenSSL says of its last failure; its queue is empty afterwards.
std::string last_error() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* const reason = ERR_reason_error_string(code);
  return reason == nullptr ? "not verified" : reason;
}

Error not_verified() { return {ErrorKind::damaged, "timestamp", std::nullopt, last_error()}; }
Error no_answer() {
  ERR_clear_error();
  return {ErrorKind::invalid_input, "timestamp", std::nullopt, "not an RFC 3161 answer with a SHA-256 digest"};
}

Integer integer_of(std::string_view hex) {
  BIGNUM* read = nullptr;
  const std::string text(hex);
  const int digits = BN_hex2bn(&read, text.c_str());
  const Number number(read);
  if (digits == 0 || static_cast<std::size_t>(digits) != text.size()) return nullptr;
  return Integer(BN_to_ASN1_INTEGER(number.get(), nullptr));
}

std::string hex_of(const ASN1_INTEGER* integer) {
  const Number number(ASN1_INTEGER_to_BN(integer, nullptr));
  if (!number) return "";
  const std::unique_ptr<char, decltype([](char* text) { OPENSSL_free(text); })> text(BN_bn2hex(number.get()));
  return text ? text.get() : "";
}

// The whole answer, nothing after it.
Response parse(std::span<const std::byte> bytes) {
  if (bytes.size() > kMaxTimestamp.value) return nullptr;
  const unsigned char* at = bytes_of(bytes);
  Response response(d2i_TS_RESP(nullptr, &at, static_cast<long>(bytes.size())));
  if (response && at != bytes_of(bytes) + bytes.size()) return nullptr;
  return response;
}

std::optional<Sha256Digest> imprint_of(TS_TST_INFO* info) {
  TS_MSG_IMPRINT* const imprint = TS_TST_INFO_get_msg_imprint(info);
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
  const ASN1_OCTET_STRING* const digest = TS_MSG_IMPRINT_get_msg(imprint);
  if (OBJ_obj2nid(algorithm) != NID_sha256 || ASN1_STRING_length(digest) != static_cast<int>(Sha256Digest::kSize))
    return std::nullopt;
  Sha256Digest read;
  std::memcpy(read.bytes.data(), ASN1_STRING_get0_data(digest), read.bytes.size());
  return read;
}

std::string refusal(TS_RESP* response) {
  const STACK_OF(ASN1_UTF8STRING)* const texts = TS_STATUS_INFO_get0_text(TS_RESP_get_status_info(response));
  std::string said;
  for (int i = 0; i < sk_ASN1_UTF8STRING_num(texts); ++i) {
    const ASN1_UTF8STRING* const text = sk_ASN1_UTF8STRING_value(texts, i);
    said.append(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                static_cast<std::size_t>(ASN1_STRING_length(text)));
  }
  return said.empty() ? "refused without a reason" : said;
}

// Seconds since 1970 of a GeneralizedTime that may have a fraction.
std::optional<Instant> instant_of(const ASN1_GENERALIZEDTIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const auto day = std::chrono::year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday;
  if (!day.ok()) return std::nullopt;
  const std::string_view text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(time)),
                              static_cast<std::size_t>(ASN1_STRING_length(time)));
  int thousandths = 0;
  const std::size_t point = text.find('.');
  for (std::size_t i = 1, weight = 100; point != std::string_view::npos && weight > 0; ++i, weight /= 10) {
    if (point + i >= text.size() || text[point + i] < '0' || text[point + i] > '9') break;
    thousandths += (text[point + i] - '0') * static_cast<int>(weight);
  }
  return Instant(std::chrono::sys_days(day)) + std::chrono::hours(parts.tm_hour) + std::chrono::minutes(parts.tm_min) +
         std::chrono::seconds(parts.tm_sec) + std::chrono::milliseconds(thousandths);
}

Store trusting_at(Store store, Instant now) {
  X509_VERIFY_PARAM* const parameters = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_time(parameters, std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  return store;
}

Store store_of(std::string_view pem, Instant now) {
  const Stream stream(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Store store(X509_STORE_new());
  GARDE_CHECK(stream && store);
  int count = 0;
  for (;;) {
    const Certificate certificate(PEM_read_bio_X509(stream.get(), nullptr, nullptr, nullptr));
    if (!certificate) break;
    if (X509_STORE_add_cert(store.get(), certificate.get()) == 1) ++count;
  }
  ERR_clear_error();
  if (count == 0) return nullptr;
  return trusting_at(std::move(store), now);
}

// The certificates of a PEM text.
using Certificates =
    std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * all) { sk_X509_pop_free(all, X509_free); })>;
Certificates certificates_of(std::string_view pem) {
  const Stream stream(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Certificates all(sk_X509_new_null());
  GARDE_CHECK(stream && all);
  for (;;) {
    Certificate certificate(PEM_read_bio_X509(stream.get(), nullptr, nullptr, nullptr));
    if (!certificate) break;
    if (sk_X509_push(all.get(), certificate.get()) > 0) certificate.release();
  }
  ERR_clear_error();
  return all;
}

// Those that the system trusts, wherever it keeps them.
Store store_of_system(Instant now) {
  Store store(X509_STORE_new());
  GARDE_CHECK(store != nullptr);
  static_cast<void>(X509_STORE_set_default_paths(store.get()));
  ERR_clear_error();
  return trusting_at(std::move(store), now);
}

// Whether the answer is one to the request, and its signature goes up to a certificate of the store, by way of `others`
// if need be.
bool answers(TS_RESP* response, TS_REQ* request, Store store, Certificates others) {
  const Context context(TS_REQ_to_TS_VERIFY_CTX(request, nullptr));
  GARDE_CHECK(context != nullptr);
  TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(context.get(), store.release());  // freed with the context, as the others
  if (others) TS_VERIFY_CTX_set_certs(context.get(), others.release());
  return TS_RESP_verify_response(context.get(), response) == 1;
}

std::string authority_of(TS_RESP* response) {
  const std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * all) { sk_X509_free(all); })> signers(
      PKCS7_get0_signers(TS_RESP_get_token(response), nullptr, 0));
  if (!signers || sk_X509_num(signers.get()) == 0) return "";
  const Stream stream(BIO_new(BIO_s_mem()));
  constexpr unsigned long kForm = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;  // UTF-8 as it is
  X509_NAME_print_ex(stream.get(), X509_get_subject_name(sk_X509_value(signers.get(), 0)), 0, kForm);
  char* text = nullptr;
  const long length = BIO_get_mem_data(stream.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace

std::vector<std::byte> timestamp_request(const Sha256Digest& imprint, std::span<const std::byte> nonce) {
  const Request request(TS_REQ_new());
  const Imprint message(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  const Integer number = integer_of(to_hex(nonce));
  GARDE_CHECK(request && message && algorithm && number);
  openssl::check(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr));
  openssl::check(TS_MSG_IMPRINT_set_algo(message.get(), algorithm.get()));
  auto digest = imprint.bytes;
  openssl::check(TS_MSG_IMPRINT_set_msg(message.get(), reinterpret_cast<unsigned char*>(digest.data()),
                                        static_cast<int>(digest.size())));
  openssl::check(TS_REQ_set_version(request.get(), 1));
  openssl::check(TS_REQ_set_msg_imprint(request.get(), message.get()));
  openssl::check(TS_REQ_set_nonce(request.get(), number.get()));
  openssl::check(TS_REQ_set_cert_req(request.get(), 1));
  const int size = i2d_TS_REQ(request.get(), nullptr);
  GARDE_CHECK(size > 0);
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  auto* at = reinterpret_cast<unsigned char*>(bytes.data());
  i2d_TS_REQ(request.get(), &at);
  return bytes;
}

Result<Sha256Digest> timestamped_imprint(std::span<const std::byte> bytes) {
  const Response response = parse(bytes);
  if (!response) return no_answer();
  TS_TST_INFO* const info = TS_RESP_get_tst_info(response.get());
  if (info == nullptr) return Error{ErrorKind::unsupported, "timestamp", std::nullopt, refusal(response.get())};
  const auto imprint = imprint_of(info);
  if (!imprint) return no_answer();
  return *imprint;
}

Result<VerifiedTimestamp> verify_timestamp(std::span<const std::byte> bytes, const Sha256Digest& imprint,
                                           std::string_view nonce, std::string_view trusted_pem, Instant now) {
  if (TRY(timestamped_imprint(bytes)) != imprint)
    return Error{ErrorKind::damaged, "timestamp", std::nullopt, "it stamps something else"};
  const Response response = parse(bytes);
  const auto nonce_bytes = from_hex(nonce);
  Store store = trusted_pem.size() > kMaxCertificates.value ? nullptr : store_of(trusted_pem, now);
  if (!store) return Error{ErrorKind::invalid_input, "certificates", std::nullopt, "no certificate in PEM"};
  if (!nonce_bytes || nonce_bytes->empty())
    return Error{ErrorKind::invalid_input, "nonce", std::nullopt, "not hexadecimal"};
  const std::vector<std::byte> asked = timestamp_request(imprint, *nonce_bytes);
  const unsigned char* at = bytes_of(asked);
  const Request request(d2i_TS_REQ(nullptr, &at, static_cast<long>(asked.size())));
  GARDE_CHECK(request != nullptr);
  if (!answers(response.get(), request.get(), std::move(store), nullptr)) return not_verified();
  TS_TST_INFO* const info = TS_RESP_get_tst_info(response.get());
  const auto stamped_at = instant_of(TS_TST_INFO_get_time(info));
  if (!stamped_at) return Error{ErrorKind::damaged, "timestamp", std::nullopt, "its time is none"};
  const bool known = answers(response.get(), request.get(), store_of_system(now), certificates_of(trusted_pem));
  ERR_clear_error();
  return VerifiedTimestamp{*stamped_at, imprint, hex_of(TS_TST_INFO_get_serial(info)), authority_of(response.get()),
                           known};
}

}  // namespace garde::crypto
