#include "formats/restic/key_file.h"

#include <algorithm>

#include "base/base64.h"
#include "base/checked.h"
#include "formats/json.h"

namespace garde::formats::restic {
namespace {

// {"kdf":…,"N":…,"r":…,"p":…,"salt":…,"data":…}; whose it is and since when does not matter here.
class KeyFileVisitor final : public JsonVisitor {
 public:
  bool on_object_begin() override { return !std::exchange(in_object_, true); }
  Want on_key(std::string_view key) override {
    key_ = key;
    const bool wanted = key == "kdf" || key == "N" || key == "r" || key == "p" || key == "salt" || key == "data";
    return wanted ? Want::value : Want::skip;
  }
  bool on_string(std::string_view text) override {
    if (key_ == "kdf") return kdf.assign(text), true;
    if (key_ != "salt" && key_ != "data") return false;
    auto bytes = from_base64(text);
    if (!bytes) return false;
    (key_ == "salt" ? file.salt : file.data) = std::move(*bytes);
    return true;
  }
  bool on_unsigned(std::uint64_t value) override {
    if (key_ == "N") return file.cost.n = value, true;
    const auto small = checked_cast<std::uint32_t>(value);
    if (!small || (key_ != "r" && key_ != "p")) return false;
    (key_ == "r" ? file.cost.r : file.cost.p) = *small;
    return true;
  }

  KeyFile file;
  std::string kdf;

 private:
  bool in_object_ = false;
  std::string key_;
};

// {"mac":{"k":…,"r":…},"encrypt":…}, straight into the bytes of a master key.
class MasterKeyVisitor final : public JsonVisitor {
 public:
  bool on_object_begin() override { return ++depth_ <= 2; }
  bool on_object_end() override { return --depth_, true; }
  Want on_key(std::string_view key) override {
    key_ = key;
    const bool wanted = depth_ == 1 ? key == "mac" || key == "encrypt" : key == "k" || key == "r";
    return wanted ? Want::value : Want::skip;
  }
  bool on_string(std::string_view text) override {
    if (depth_ == 1 && key_ == "encrypt") return take(text, 0, 32);
    if (depth_ == 2 && key_ == "k") return take(text, 32, 16);
    if (depth_ == 2 && key_ == "r") return take(text, 48, 16);
    return false;
  }

  crypto::SecretBytes master{MasterKey::kSize};
  std::size_t taken = 0;

 private:
  bool take(std::string_view text, std::size_t at, std::size_t size) {
    auto bytes = from_base64(text);
    if (!bytes || bytes->size() != size) return false;
    std::ranges::copy(*bytes, master.bytes().subspan(at, size).begin());
    crypto::wipe(*bytes);
    taken += size;
    return true;
  }

  int depth_ = 0;
  std::string key_;
};

}  // namespace

Result<KeyFile> parse_key_file(std::span<const std::byte> bytes) {
  KeyFileVisitor visitor;
  if (const std::string problem = parse_json(bytes, visitor); !problem.empty())
    return Error{ErrorKind::damaged, "key file", std::nullopt, problem};
  if (visitor.kdf != "scrypt")
    return Error{ErrorKind::unsupported, "key file", std::nullopt, "key derivation " + visitor.kdf.substr(0, 40)};
  if (visitor.file.salt.empty()) return Error{ErrorKind::damaged, "key file", std::nullopt, "no salt in it"};
  if (visitor.file.data.size() < kEnvelopeOverhead)
    return Error{ErrorKind::damaged, "key file", std::nullopt, "no sealed key in it"};
  return std::move(visitor.file);
}

Result<MasterKey> unlock(const KeyFile& file, const crypto::SecretBytes& password, unsigned threads) {
  const MasterKey derived(TRY(crypto::scrypt(password.bytes(), file.salt, file.cost, MasterKey::kSize, threads)));
  EnvelopeOpener opener(derived);
  if (!opener.is_authentic(file.data))
    return Error{ErrorKind::wrong_secret, "key file", std::nullopt, "the password does not open it"};
  auto sealed = crypto::SecretBytes::copy_of(std::span<const std::byte>(file.data));
  MasterKeyVisitor visitor;
  const std::string problem = parse_json(opener.decrypt(sealed.bytes()), visitor);
  if (!problem.empty() || visitor.taken != MasterKey::kSize)
    return Error{ErrorKind::damaged, "key file", std::nullopt, "authentic, and holds no master key"};
  return MasterKey(std::move(visitor.master));
}

}  // namespace garde::formats::restic
