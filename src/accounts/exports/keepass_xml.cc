#include "accounts/exports/keepass_xml.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/exports/byte_reader.h"
#include "accounts/exports/export_builder.h"
#include "accounts/exports/other_file.h"
#include "accounts/exports/secret_xml.h"
#include "base/base64.h"

namespace garde::accounts {
namespace {

enum class Element : std::uint8_t {
  other,
  file,
  meta,
  recycle_bin,
  templates,
  root,
  group,
  entry,
  history,
  uuid,
  name,
  times,
  modified,
  string,
  key,
  value,
};

Element element_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Element>, 15> kElements = {{
      {"KeePassFile", Element::file},
      {"Meta", Element::meta},
      {"RecycleBinUUID", Element::recycle_bin},
      {"EntryTemplatesGroup", Element::templates},
      {"Root", Element::root},
      {"Group", Element::group},
      {"Entry", Element::entry},
      {"History", Element::history},
      {"UUID", Element::uuid},
      {"Name", Element::name},
      {"Times", Element::times},
      {"LastModificationTime", Element::modified},
      {"String", Element::string},
      {"Key", Element::key},
      {"Value", Element::value},
  }};
  const auto* const found = std::ranges::find(kElements, name, &std::pair<std::string_view, Element>::first);
  return found == kElements.end() ? Element::other : found->second;
}

// One text at a time, in locked memory that is used again and again.
class TextBuffer {
 public:
  void clear() { size_ = 0; }
  bool append(std::string_view part) {
    if (part.size() > kMaxXmlText - size_) return false;
    if (size_ + part.size() > memory_.size()) {
      crypto::SecretBytes larger(std::min(kMaxXmlText, std::max<std::size_t>(4096, 2 * (size_ + part.size()))));
      std::ranges::copy(memory_.bytes().first(size_), larger.bytes().begin());
      memory_ = std::move(larger);
    }
    std::ranges::copy(std::as_bytes(std::span(part)), memory_.bytes().subspan(size_).begin());
    size_ += part.size();
    return true;
  }
  std::span<char> text() { return {reinterpret_cast<char*>(memory_.bytes().data()), size_}; }
  void shrink_to(std::size_t size) { size_ = size; }

 private:
  crypto::SecretBytes memory_;
  std::size_t size_ = 0;
};

struct OpenGroup {
  std::string name;
  std::optional<SkipReason> set_aside;  // of its entries, and of those of the groups below
};

struct OpenEntry {
  Account account;
  SecretString password;
};

class Reader {
 public:
  Reader(std::string_view subject, ExportFormat format, crypto::KeyStream* protection)
      : subject_(subject), parser_(make_secret_xml_parser()), protection_(protection), builder_(subject, format) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<Reader*>(self)->begin(name, attributes);
        },
        [](void* self, const XML_Char*) { static_cast<Reader*>(self)->end(); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int size) {
      static_cast<Reader*>(self)->characters({text, static_cast<std::size_t>(size)});
    });
    // Entities are how XML bites, and they are declared in a DOCTYPE only.
    XML_SetStartDoctypeDeclHandler(
        parser_.get(), [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
          static_cast<Reader*>(self)->stop(ErrorKind::unsupported, "XML with a document type");
        });
  }

  Result<Export> read(std::span<const char> text) {
    if (text.size() > std::numeric_limits<int>::max()) stop(ErrorKind::invalid_input, "too much XML");
    const bool parsed =
        !failure_ && XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), XML_TRUE) == XML_STATUS_OK;
    if (failure_) return *failure_;
    if (!parsed) return error(ErrorKind::damaged, XML_ErrorString(XML_GetErrorCode(parser_.get())));
    if (!is_keepass_) return unsupported(subject_, is_keepass_1_ ? OtherFile::keepass_1_xml : OtherFile::other_xml);
    return std::move(builder_).finish();
  }

 private:
  Error error(ErrorKind kind, std::string_view detail) const {
    return Error{kind, std::string(subject_), static_cast<std::uint64_t>(XML_GetCurrentByteIndex(parser_.get())),
                 std::string(detail)};
  }
  void stop(ErrorKind kind, std::string_view detail) {
    if (!failure_) failure_ = error(kind, detail);
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  void check(const Result<void>& done) {
    if (done) return;
    if (!failure_) failure_ = done.error();
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  Element parent(std::size_t above) const {
    return path_.size() > above ? path_[path_.size() - 1 - above] : Element::other;
  }
  std::optional<SkipReason> set_aside() const { return groups_.empty() ? std::nullopt : groups_.back().set_aside; }

  void begin(std::string_view name, const XML_Char** attributes) {
    if (path_.size() == kMaxXmlDepth) return stop(ErrorKind::invalid_input, "XML too deep");
    path_.push_back(element_of(name));
    text_.clear();
    protected_ = false;
    for (; *attributes != nullptr; attributes += 2)
      if (std::string_view(attributes[0]) == "Protected" && std::string_view(attributes[1]) == "True")
        protected_ = true;
    if (path_.size() == 1) is_keepass_ = path_.back() == Element::file;
    if (path_.size() == 1) is_keepass_1_ = name == "pwlist";
    if (path_.back() == Element::history) ++histories_;
    if (histories_ > 0) return;
    if (path_.back() == Element::group) groups_.push_back({.name = {}, .set_aside = set_aside()});
    if (path_.back() == Element::entry) {
      entry_ = OpenEntry{};
      entry_->account.line = ++entries_;
    }
  }

  void characters(std::string_view part) {
    if (!text_.append(part)) stop(ErrorKind::invalid_input, "a value too long");
  }

  void end() {
    if (failure_) return;
    if (protected_ && protection_ != nullptr && !unveil()) return;
    protected_ = false;
    const std::string_view text(text_.text().data(), text_.text().size());
    const Element element = path_.back();
    if (element == Element::history)
      --histories_;
    else if (histories_ == 0)
      end_of(element, text);
    path_.pop_back();
    text_.clear();
  }

  // Every protected value takes its part of the stream, those nobody wants and those of the history too.
  bool unveil() {
    const auto bytes = decode_base64_in_place(text_.text());
    if (!bytes) {
      stop(ErrorKind::damaged, "a protected value that is not base64");
      return false;
    }
    protection_->apply(*bytes);
    text_.shrink_to(bytes->size());
    return true;
  }

  void end_of(Element element, std::string_view text) {
    switch (element) {
      case Element::recycle_bin:
        if (parent(1) == Element::meta) recycle_bin_ = text;
        return;
      case Element::templates:
        if (parent(1) == Element::meta) templates_ = text;
        return;
      case Element::uuid:
        if (parent(1) != Element::group || groups_.empty() || text.empty()) return;
        if (text == recycle_bin_) groups_.back().set_aside = SkipReason::discarded;
        if (text == templates_) groups_.back().set_aside = SkipReason::template_entry;
        return;
      case Element::name:
        if (parent(1) == Element::group && !groups_.empty()) groups_.back().name = text;
        return;
      case Element::group:
        if (!groups_.empty()) groups_.pop_back();
        return;
      case Element::modified:
        if (entry_ && parent(1) == Element::times && parent(2) == Element::entry)
          entry_->account.unchanged_since = time_of(text);
        return;
      case Element::key:
        if (parent(1) == Element::string) key_ = text;
        return;
      case Element::value:
        if (entry_ && parent(1) == Element::string && parent(2) == Element::entry) take_value(text);
        return;
      case Element::entry: return end_of_entry();
      case Element::other:
      case Element::file:
      case Element::meta:
      case Element::root:
      case Element::history:
      case Element::times:
      case Element::string: return;
    }
  }

  void take_value(std::string_view value) {
    Account& account = entry_->account;
    if (value.empty()) return;
    if (key_ == "Title") account.name = value;
    if (key_ == "UserName") account.username = value;
    if (key_ == "Password") entry_->password = passwords_.keep(value);
    if (key_ == "URL") account.urls.insert(account.urls.begin(), std::string(value));
    if (key_.starts_with("KP2A_URL")) account.urls.emplace_back(value);
    if (key_ == "otp" || key_ == "TOTP Seed" || key_.starts_with("TimeOtp-Secret") ||
        key_.starts_with("HmacOtp-Secret"))
      account.one_time_code = true;
    if (key_ == "KPEX_PASSKEY_PRIVATE_KEY_PEM") account.passkey = true;
  }

  void end_of_entry() {
    if (!entry_) return;
    OpenEntry entry = std::move(*entry_);
    entry_.reset();
    if (const auto reason = set_aside()) return check(builder_.skip(entry.account.line, *reason));
    for (std::size_t i = 1; i < groups_.size(); ++i)  // the first is the database's own name
      entry.account.collection += (i > 1 ? "/" : "") + groups_[i].name;
    check(builder_.add(std::move(entry.account), entry.password.reveal()));
  }

  // ISO 8601, or as KDBX 4 writes it: seconds since the year 1 in base64.
  static std::optional<Instant> time_of(std::string_view text) {
    if (const auto instant = parse_instant(text)) return *instant;
    std::string copy(text);
    const auto bytes = decode_base64_in_place(copy);
    if (!bytes || bytes->size() != 8) return std::nullopt;
    constexpr std::uint64_t kYear1To1970 = 62'135'596'800;
    constexpr std::uint64_t kYear1To3000 = 94'639'449'600;
    const std::uint64_t seconds = ByteReader(*bytes).u64();
    if (seconds < kYear1To1970 || seconds > kYear1To3000) return std::nullopt;
    return epoch_time(static_cast<std::int64_t>(seconds - kYear1To1970), EpochUnit::seconds);
  }

  std::string_view subject_;
  SecretXmlParser parser_;
  crypto::KeyStream* protection_;
  ExportBuilder builder_;
  SecretPool passwords_;  // until an entry is complete
  std::optional<Error> failure_;
  std::vector<Element> path_;
  std::vector<OpenGroup> groups_;
  std::optional<OpenEntry> entry_;
  std::size_t histories_ = 0;  // how many of them we are in
  std::uint64_t entries_ = 0;
  TextBuffer text_;  // of the innermost element; KeePass mixes no text with elements
  bool protected_ = false;
  bool is_keepass_ = false;
  bool is_keepass_1_ = false;
  std::string key_;
  std::string recycle_bin_;
  std::string templates_;
};

}  // namespace

Result<Export> read_keepass_xml(std::string_view subject, std::span<const char> text, ExportFormat format,
                                crypto::KeyStream* protection) {
  return Reader(subject, format, protection).read(text);
}

}  // namespace garde::accounts
