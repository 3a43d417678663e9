#include "accounts/exports/other_file.h"

#include <algorithm>
#include <array>
#include <string>

#include "accounts/exports/kdbx.h"
#include "base/enumerators.h"
#include "base/utf8.h"

namespace garde::accounts {
namespace {

struct Beginning {
  std::string_view bytes;
  OtherFile kind;
};

constexpr std::string_view kOleDocument = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";  // .xls, before 2007
// What they begin with, letters in lower case.
constexpr std::array kBeginnings = {
    Beginning{"sqlite format 3", OtherFile::browser_database},
    Beginning{kOleDocument, OtherFile::spreadsheet},
    Beginning{"%pdf-", OtherFile::pdf},
    Beginning{"7z\xBC\xAF\x27\x1C", OtherFile::archive},
    Beginning{"rar!\x1A\x07", OtherFile::archive},
    Beginning{"\x1F\x8B", OtherFile::archive},
    Beginning{"\xFD\x37zxz", OtherFile::archive},
    Beginning{"bzh", OtherFile::archive},
    Beginning{"-----begin pgp message-----", OtherFile::proton_pass_encrypted},
    Beginning{"<!doctype html", OtherFile::web_page},
    Beginning{"<html", OtherFile::web_page},
};

bool starts_with_whatever_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::ranges::equal(text.substr(0, lower.size()), lower, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }, {});
}

// One long word of base64, as the encrypted export of Samsung Pass is: no table has a first line like it.
bool is_one_base64_word(std::string_view text) {
  constexpr std::size_t kShortest = 1024;
  return text.size() >= kShortest && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
                  c == '=';
         });
}

}  // namespace

std::string_view name(OtherFile kind) {
  switch (kind) {
    case OtherFile::keepass_1_database: return "keepass-1-database";
    case OtherFile::keepass_1_xml: return "keepass-1-xml";
    case OtherFile::bitwarden_account_key: return "bitwarden-account-key";
    case OtherFile::proton_pass_encrypted: return "proton-pass-encrypted";
    case OtherFile::onepassword_1pif: return "1password-1pif";
    case OtherFile::firefox_logins: return "firefox-logins";
    case OtherFile::browser_database: return "browser-database";
    case OtherFile::samsung_pass: return "samsung-pass";
    case OtherFile::fido_cxf: return "fido-cxf";
    case OtherFile::spreadsheet: return "spreadsheet";
    case OtherFile::encrypted_zip: return "encrypted-zip";
    case OtherFile::archive: return "archive";
    case OtherFile::pdf: return "pdf";
    case OtherFile::web_page: return "web-page";
    case OtherFile::other_xml: return "other-xml";
    case OtherFile::other_json: return "other-json";
    case OtherFile::other_table: return "other-table";
    case OtherFile::other_encoding: return "other-encoding";
    case OtherFile::binary: return "binary";
  }
  return "";
}

std::optional<OtherFile> other_file(std::span<const std::byte> file) {
  constexpr std::size_t kLooked = 2048;
  if (is_keepass_1(file)) return OtherFile::keepass_1_database;
  const auto start = file.first(std::min(file.size(), kLooked));
  const std::string_view text = trimmed({reinterpret_cast<const char*>(start.data()), start.size()});
  const auto* const found = std::ranges::find_if(
      kBeginnings, [&](const Beginning& each) { return starts_with_whatever_case(text, each.bytes); });
  if (found != kBeginnings.end()) return found->kind;
  // Its first object is followed by a line that no other file holds.
  if (text.find("\n***5642bee8-a5ff-11dc-8314-0800200c9a66***") != std::string_view::npos)
    return OtherFile::onepassword_1pif;
  if (is_one_base64_word(text)) return OtherFile::samsung_pass;
  return std::nullopt;
}

Error unsupported(std::string_view subject, OtherFile kind) {
  return Error{ErrorKind::unsupported, std::string(subject), std::nullopt, std::string(name(kind))};
}

std::optional<OtherFile> other_file_of(const Error& error) {
  return error.kind == ErrorKind::unsupported ? parse_enumerator<OtherFile>(error.detail) : std::nullopt;
}

}  // namespace garde::accounts
