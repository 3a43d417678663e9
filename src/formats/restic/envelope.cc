#include "formats/restic/envelope.h"

#include <algorithm>

#include "base/result.h"

namespace garde::formats::restic {

MasterKey::MasterKey(crypto::SecretBytes bytes) : bytes_(std::move(bytes)) { GARDE_CHECK(bytes_.size() == kSize); }

EnvelopeOpener::EnvelopeOpener(const MasterKey& key) : cipher_(key.encryption()), nonce_cipher_(key.mac_k()) {
  std::ranges::copy(key.mac_r(), mac_key_.begin());
}

bool EnvelopeOpener::is_authentic(std::span<const std::byte> envelope) {
  if (envelope.size() < kEnvelopeOverhead) return false;
  const auto iv = envelope.first<kIvSize>();
  // restic never writes it; with it the nonce would not depend on anything random.
  if (std::ranges::all_of(iv, [](std::byte b) { return b == std::byte{0}; })) return false;
  nonce_cipher_.encrypt(iv, std::span(mac_key_).subspan<16, 16>());
  const auto tag = mac_.of(mac_key_, envelope.subspan(kIvSize, envelope.size() - kEnvelopeOverhead));
  return crypto::constant_time_equal(tag, envelope.last<16>());
}

std::span<std::byte> EnvelopeOpener::decrypt(std::span<std::byte> envelope) {
  GARDE_CHECK(envelope.size() >= kEnvelopeOverhead);
  const auto content = envelope.subspan(kIvSize, envelope.size() - kEnvelopeOverhead);
  cipher_.apply(envelope.first<kIvSize>(), content, content);
  return content;
}

}  // namespace garde::formats::restic
