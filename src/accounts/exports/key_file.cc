#include "accounts/exports/key_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/exports/secret_xml.h"
#include "base/base64.h"
#include "base/hex.h"
#include "crypto/digest.h"

namespace garde::accounts {
namespace {

using crypto::SecretBytes;

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kHexDigits = 2 * kKeySize;
constexpr std::size_t kCheckSize = 4;  // bytes of the key's SHA-256 that version 2 carries

std::optional<std::byte> digit_of(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::byte>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::byte>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::byte>(c - 'A' + 10);
  return std::nullopt;
}

// Nothing unless all of it is the digits of a key.
std::optional<SecretBytes> key_of_hex(std::span<const char> text) {
  if (text.size() != kHexDigits) return std::nullopt;
  SecretBytes key(kKeySize);
  for (std::size_t i = 0; i < kKeySize; ++i) {
    const auto high = digit_of(text[2 * i]);
    const auto low = digit_of(text[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    key.bytes()[i] = *high << 4U | *low;
  }
  return key;
}

SecretBytes hash_of(std::span<const std::byte> bytes) {
  crypto::Sha256Digest digest = crypto::sha256(bytes);
  SecretBytes hash = SecretBytes::copy_of(digest.bytes);
  crypto::wipe(digest.bytes);
  return hash;
}

// KeyFile { Meta { Version }, Key { Data [Hash] } }
class XmlKeyFile {
 public:
  explicit XmlKeyFile(std::string_view subject)
      : subject_(subject), parser_(make_secret_xml_parser()), data_(kMaxKeyFileText) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<XmlKeyFile*>(self)->begin(name, attributes);
        },
        [](void* self, const XML_Char*) { static_cast<XmlKeyFile*>(self)->end(); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int size) {
      static_cast<XmlKeyFile*>(self)->characters({text, static_cast<std::size_t>(size)});
    });
    XML_SetStartDoctypeDeclHandler(parser_.get(),
                                   [](void* self, const XML_Char* root, const XML_Char*, const XML_Char*, int) {
                                     auto* reader = static_cast<XmlKeyFile*>(self);
                                     reader->is_key_file_ = std::string_view(root) == "KeyFile";
                                     reader->stop(ErrorKind::unsupported, "a key file with a document type");
                                   });
  }

  // Nothing when the file is no key file in XML: another XML, or none.
  Result<std::optional<SecretBytes>> read(std::span<const std::byte> file) {
    const bool parsed = XML_Parse(parser_.get(), reinterpret_cast<const char*>(file.data()),
                                  static_cast<int>(file.size()), XML_TRUE) == XML_STATUS_OK;
    if (!is_key_file_) return std::optional<SecretBytes>();
    if (failure_) return *failure_;
    if (!parsed) return error(ErrorKind::damaged, "a key file in XML that is cut or changed");
    return std::optional(TRY(key()));
  }

 private:
  Error error(ErrorKind kind, std::string_view detail) const {
    return Error{kind, std::string(subject_), std::nullopt, std::string(detail)};
  }
  void stop(ErrorKind kind, std::string_view detail) {
    if (!failure_) failure_ = error(kind, detail);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void begin(std::string_view name, const XML_Char** attributes) {
    if (path_.empty()) is_key_file_ = name == "KeyFile";
    if (!is_key_file_) return stop(ErrorKind::unsupported, "XML of something else");
    if (path_.size() == kMaxKeyFileXmlDepth) return stop(ErrorKind::damaged, "a key file in XML that is too deep");
    path_.emplace_back(name);
    if (is_in("Meta", "Version") && ++versions_ > 1) return stop(ErrorKind::damaged, "a key file with two versions");
    if (!is_in("Key", "Data")) return;
    if (++keys_ > 1) return stop(ErrorKind::damaged, "a key file with two keys");
    for (; *attributes != nullptr; attributes += 2)
      if (std::string_view(attributes[0]) == "Hash") check_ = attributes[1];
  }

  // expat ends an empty element even after it was stopped.
  void end() {
    if (!failure_) path_.pop_back();
  }

  // Without the space between: version 2 sets its digits in groups.
  void characters(std::string_view text) {
    const bool is_version = is_in("Meta", "Version");
    if (!is_version && !is_in("Key", "Data")) return;
    for (const char c : text) {
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
      if ((is_version ? version_.size() : size_) == kMaxKeyFileText)
        return stop(ErrorKind::damaged, "a key file with a text too long");
      if (is_version)
        version_ += c;
      else
        data_.bytes()[size_++] = static_cast<std::byte>(c);
    }
  }

  bool is_in(std::string_view parent, std::string_view element) const {
    return path_.size() == 3 && path_[1] == parent && path_[2] == element;
  }

  Result<SecretBytes> key() {
    const std::span<char> text(reinterpret_cast<char*>(data_.bytes().data()), size_);
    if (version_.starts_with("1.")) {
      const auto bytes = decode_base64_in_place(text);
      if (!bytes || bytes->size() != kKeySize) return error(ErrorKind::damaged, "a key file without a key of 32 bytes");
      return SecretBytes::copy_of(*bytes);
    }
    if (!version_.starts_with("2."))
      return error(version_.empty() ? ErrorKind::damaged : ErrorKind::unsupported, "a key file of an unknown version");
    auto key = key_of_hex(text);
    if (!key) return error(ErrorKind::damaged, "a key file without a key of 32 bytes");
    const auto check = from_hex(check_);
    if (!check || check->size() != kCheckSize ||
        !crypto::constant_time_equal(hash_of(key->bytes()).bytes().first(kCheckSize), *check))
      return error(ErrorKind::damaged, "a key file whose key is not what its checksum says");
    return std::move(*key);
  }

  std::string_view subject_;
  SecretXmlParser parser_;
  std::optional<Error> failure_;
  std::vector<std::string> path_;
  bool is_key_file_ = false;
  std::size_t versions_ = 0;
  std::size_t keys_ = 0;
  std::string version_;
  std::string check_;
  SecretBytes data_;
  std::size_t size_ = 0;  // of data_, used
};

}  // namespace

Result<SecretBytes> read_key_file(std::string_view subject, std::span<const std::byte> file) {
  const auto refuse = [&](std::string_view detail) {
    return Error{ErrorKind::invalid_input, std::string(subject), std::nullopt, std::string(detail)};
  };
  if (file.empty()) return refuse("an empty key file");
  if (file.size() > kMaxKeyFileSize.value) return refuse("larger than a key file");
  if (auto key = TRY(XmlKeyFile(subject).read(file))) return std::move(*key);
  if (file.size() == kKeySize) return SecretBytes::copy_of(file);
  if (auto key = key_of_hex({reinterpret_cast<const char*>(file.data()), file.size()})) return std::move(*key);
  return hash_of(file);
}

}  // namespace garde::accounts
